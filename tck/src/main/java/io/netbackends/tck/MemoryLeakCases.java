// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.lang.ref.WeakReference;
import java.time.Duration;

/** Closed streams and deadlines are not retained, nor is memory; run in a separate JVM. */
final class MemoryLeakCases {
    private static final int TRANSFERRED = 32 << 20;
    private static final long DIRECT_MEMORY_ALLOWED = 4 << 20;

    private MemoryLeakCases() {}

    @Behaviour(
            id = "LEAK_07",
            rule = Rule.D19,
            title = "a closed stream can be collected while a deadline of an hour is open, and then the deadline",
            hint = "timer queues, ThreadLocals, and watchdogs that retain streams")
    static void closedThingsAreCollected(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        WeakReference<Timeout> deadline = underAnHoursDeadline(kit, listener);

        Leaks.assertCollected(deadline, "a Timeout that was closed");
    }

    @Behaviour(
            id = "LEAK_08",
            rule = Rule.D19,
            title = "arrays of up to 1 MiB are read and written without as much memory outside of the heap",
            hint = "temporary direct buffers, which the JDK caches for each thread: read and write in pieces",
            level = Level.RECOMMENDED)
    static void heapBuffersCostNoDirectMemory(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] block = new byte[1 << 20];
        BackgroundCall<?> peer = kit.script(() -> {
            for (int received = 0; received < TRANSFERRED; ) {
                received += connection.peer().readExactly(1 << 16).length;
            }
            for (int sent = 0; sent < TRANSFERRED; sent += block.length) {
                connection.peer().send(block);
            }
        });
        long before = Leaks.directMemory();

        for (int sent = 0; sent < TRANSFERRED; sent += block.length) {
            connection.stream().write(block);
        }
        int received = 0;
        for (int size = 1; received < TRANSFERRED; size = Math.min(size * 2, block.length)) {
            received += connection.stream().read(size).length;
        }
        peer.get();
        long growth = Leaks.directMemory() - before;
        Expect.that(
                growth <= DIRECT_MEMORY_ALLOWED,
                "direct buffers grew by " + growth + " bytes; " + DIRECT_MEMORY_ALLOWED + " at most were allowed");
    }

    private static WeakReference<Timeout> underAnHoursDeadline(CaseContext kit, TckListener listener) throws Exception {
        try (Timeout deadline = Timeout.after(Duration.ofHours(1))) {
            WeakReference<NetworkStreamInterface> stream = usedAndClosed(kit, listener);
            Leaks.assertCollected(stream, "a stream that was closed under a deadline of an hour");
            return new WeakReference<>(deadline);
        }
    }

    private static WeakReference<NetworkStreamInterface> usedAndClosed(CaseContext kit, TckListener listener)
            throws Exception {
        try (NetworkStreamInterface stream = kit.fixture().connect(listener);
                FarEnd peer = listener.accept()) {
            stream.write(Bytes.ascii("x"));
            peer.output().write(peer.input().read());
            Expect.sameBytes(Bytes.ascii("x"), stream.read(1), "the echoed data");
            try (Timeout inner = Timeout.after(Duration.ofMillis(1))) {
                Expect.failure(NetworkTimeoutException.class, () -> stream.read(1));
            }
            return new WeakReference<>(stream);
        }
    }
}
