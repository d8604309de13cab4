// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Many threads use one stream, and no byte is lost, repeated or reordered. */
final class HammerCases {
    private static final int RECORD = 500;
    private static final int RECORDS_EACH = 200;
    private static final int WRITERS = 3;
    private static final long STEP_ASIDE_NANOS = 10_000;

    private HammerCases() {}

    /** A call that fails if another thread is in the same call. */
    private interface Attempt {
        void run() throws IOException;
    }

    @Behaviour(
            id = "CON_07",
            rule = Rule.D9,
            title = "reads, writes, queries, short and expired deadlines on seven threads lose no byte",
            hint = "state that a refused or timed-out call leaves behind; data read for an abandoned call")
    static void hammer(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        connection.peer().echo();
        int total = WRITERS * RECORDS_EACH * RECORD;
        AtomicInteger received = new AtomicInteger();
        List<BackgroundCall<?>> tasks = new ArrayList<>(writers(kit, stream));
        for (int i = 0; i < 2; i++) {
            tasks.add(kit.start(() -> {
                while (received.get() < total) {
                    read(stream, Duration.ofMillis(10), received);
                }
                return null;
            }));
        }
        tasks.add(kit.start(() -> {
            while (received.get() < total) {
                read(stream, Duration.ZERO, received);
                writeTooLate(stream);
            }
            return null;
        }));
        tasks.add(kit.start(() -> {
            while (received.get() < total) {
                stream.getExtraInfo(ExtraInfo.CLIENT_ADDR);
                Expect.that(stream.isOpen(), "isOpen() is false; the stream was not closed");
                LockSupport.parkNanos(STEP_ASIDE_NANOS);
            }
            return null;
        }));
        for (BackgroundCall<?> task : tasks) {
            task.get();
        }
        Expect.equal(total, received.get(), "the number of bytes echoed");
        stream.write(Bytes.ascii("end"));
        Expect.sameBytes(Bytes.ascii("end"), Bytes.read(stream, 3), "the last echoed data");
    }

    @Behaviour(
            id = "CON_16",
            rule = Rule.D9,
            title = "the data of several writers is not mixed within one write",
            hint = "a write that is sent in pieces, with others in between")
    static void recordsStayWhole(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        List<BackgroundCall<?>> writers = writers(kit, connection.stream());

        int[] records = new int[WRITERS];
        for (int i = 0; i < WRITERS * RECORDS_EACH; i++) {
            byte[] record = connection.peer().readExactly(RECORD);
            Expect.that(record[0] >= 0 && record[0] < WRITERS, "a record begins with " + record[0]);
            byte[] whole = new byte[RECORD];
            Arrays.fill(whole, record[0]);
            Expect.sameBytes(whole, record, "record no. " + i + " on the wire");
            records[record[0]]++;
        }
        for (BackgroundCall<?> writer : writers) {
            writer.get();
        }
        for (int count : records) {
            Expect.equal(RECORDS_EACH, count, "the number of records of one writer");
        }
    }

    /** Each thread writes records that contain only its own number. */
    private static List<BackgroundCall<?>> writers(CaseContext kit, NetworkStreamInterface stream) {
        List<BackgroundCall<?>> tasks = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            byte[] record = new byte[RECORD];
            Arrays.fill(record, (byte) i);
            tasks.add(kit.start(() -> {
                for (int n = 0; n < RECORDS_EACH; n++) {
                    untilNotConcurrent(() -> stream.write(record));
                }
                return null;
            }));
        }
        return tasks;
    }

    private static void read(NetworkStreamInterface stream, Duration within, AtomicInteger received)
            throws IOException {
        try (Timeout deadline = Timeout.after(within)) {
            int n = stream.read(RECORD).length;
            Expect.that(n > 0, "the stream has ended; the peer was required to continue");
            Expect.that(!within.isZero(), "a read under an expired deadline returned " + n + " bytes");
            received.addAndGet(n);
        } catch (NetworkTimeoutException | IllegalStateException e) {
            LockSupport.parkNanos(STEP_ASIDE_NANOS);
        }
    }

    private static void writeTooLate(NetworkStreamInterface stream) throws IOException {
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            stream.write(Bytes.ascii("too late"));
            throw new AssertionError("a write under an expired deadline returned");
        } catch (NetworkTimeoutException | IllegalStateException e) {
            LockSupport.parkNanos(STEP_ASIDE_NANOS);
        }
    }

    private static void untilNotConcurrent(Attempt attempt) throws IOException {
        while (true) {
            try {
                attempt.run();
                return;
            } catch (IllegalStateException e) {
                LockSupport.parkNanos(STEP_ASIDE_NANOS);
            }
        }
    }
}
