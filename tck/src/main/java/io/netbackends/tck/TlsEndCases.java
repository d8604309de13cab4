// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** The end of a TLS stream is distinguished from its truncation, and close does not wait for the peer. */
final class TlsEndCases {
    private TlsEndCases() {}

    private static TlsScript script(CaseContext kit, StreamAndPeer connection) throws Exception {
        return TlsScript.server(connection.peer(), kit.protocol()).shakeHandsWith(connection.stream(), kit);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Ends the peer's output without a TLS message. */
    private static void cutOff(CaseContext kit, StreamAndPeer connection) throws IOException {
        if (kit.has(Capability.HALF_CLOSE)) {
            connection.peer().shutdownOutput();
        } else {
            connection.peer().close();
        }
    }

    @Behaviour(
            id = "TLS_14",
            rule = Rule.D16,
            title = "data and close_notify in one segment are read as data, then the end",
            hint = "an end that is reported before decrypted plaintext",
            eachTls = true,
            recordByRecord = true)
    static void dataComesBeforeTheEnd(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = script(kit, connection);

        script.send(concat(script.records(Bytes.ascii("ab")), script.records(Bytes.ascii("cd")), script.closeNotify()));

        Expect.sameBytes(Bytes.ascii("abcd"), Bytes.readAll(connection.stream(), 3), "the data read up to the end");
    }

    @Behaviour(
            id = "TLS_15",
            rule = Rule.D16,
            title = "a close_notify is the permanent end of the stream",
            hint = "reads after the end",
            eachTls = true,
            recordByRecord = true)
    static void closeNotifyIsTheEnd(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = script(kit, connection);

        script.send(script.closeNotify());

        for (int i = 0; i < 3; i++) {
            Expect.endOfStream(connection.stream());
        }
    }

    @Behaviour(
            id = "TLS_16",
            rule = Rule.D12,
            title = "an end without close_notify is an SSLException after the data before it, permanently",
            hint = "the end of the transport under TLS, which an attacker on the path can cause",
            eachTls = true,
            recordByRecord = true)
    static void truncationIsAnError(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = script(kit, connection);

        script.sendData(Bytes.ascii("half an answer"));
        cutOff(kit, connection);

        Expect.sameBytes(Bytes.ascii("half an answer"), Bytes.read(connection.stream(), 14), "the data read before");
        for (int i = 0; i < 2; i++) {
            Expect.failure(SSLException.class, () -> connection.stream().read());
        }
    }

    @Behaviour(
            id = "TLS_18",
            rule = Rule.D12,
            title = "an end in the middle of a record is an SSLException, and nothing of the record is read",
            hint = "plaintext that is returned before the record is complete",
            eachTls = true,
            recordByRecord = true)
    static void halfARecordIsAnError(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = script(kit, connection);
        byte[] record = script.records(Bytes.filled(1000, 'r'));

        script.send(Arrays.copyOf(record, record.length / 2));
        cutOff(kit, connection);

        for (int i = 0; i < 2; i++) {
            Expect.failure(SSLException.class, () -> connection.stream().read());
        }
    }

    @Behaviour(
            id = "TLS_19",
            rule = Rule.D13,
            title = "close sends close_notify and ends the connection after it",
            hint = "close of the TLS layer; data written just before must not be lost",
            eachTls = true)
    static void closeSaysGoodbye(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = script(kit, connection);
        connection.stream().write(Bytes.ascii("last words"));

        Expect.closes(connection.stream());

        Expect.sameBytes(
                Bytes.ascii("last words"), script.readToCloseNotify(), "the data that the peer read to close_notify");
        Expect.that(connection.peer().atEnd(), "the peer got bytes after close_notify; the end was required");
    }

    @Behaviour(
            id = "TLS_20",
            rule = Rule.D13,
            title = "both sides may close at the same time",
            hint = "a close_notify that cannot be sent any more must not make close fail",
            eachTls = true)
    static void bothMayCloseAtOnce(CaseContext kit) throws Exception {
        for (int i = 0; i < 5; i++) {
            StreamAndPeer connection = kit.connect();
            TlsScript script = script(kit, connection);
            byte[] closeNotify = script.closeNotify();
            CyclicBarrier together = new CyclicBarrier(2);
            kit.script(() -> {
                together.await(5, TimeUnit.SECONDS);
                script.send(closeNotify);
                connection.peer().close();
            });
            together.await(5, TimeUnit.SECONDS);

            Expect.closes(connection.stream());
            Expect.closed(() -> connection.stream().read());
        }
    }

    @Behaviour(
            id = "TLS_22",
            rule = Rule.D13,
            title = "close wakes a TLS writer that is blocked, which fails as closed",
            hint = "a lock that the writer holds while it waits for the peer",
            needs = Capability.BACKPRESSURE,
            eachTls = true)
    static void closeWakesAWriter(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        BackgroundCall<Boolean> writer = clog(kit, connection);

        Expect.closes(connection.stream());

        Expect.closed(writer.failure());
    }

    /** Starts a write that the peer never reads. */
    private static BackgroundCall<Boolean> clog(CaseContext kit, StreamAndPeer connection) throws Exception {
        NetworkStreamInterface stream = connection.stream();
        script(kit, connection);
        byte[] data = Bytes.plenty();
        return kit.start(() -> {
                    stream.write(data);
                    return true;
                })
                .awaitBlocked();
    }

    @Behaviour(
            id = "TLS_37",
            rule = Rule.D16,
            title = "plaintext after close_notify is never read",
            hint = "reads after close_notify that go to the raw transport",
            eachTls = true,
            recordByRecord = true)
    static void nothingIsReadAfterCloseNotify(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = script(kit, connection);

        script.send(concat(script.records(Bytes.ascii("data")), script.closeNotify(), Bytes.ascii("PLAIN")));
        connection.peer().send("MORE");

        Expect.sameBytes(Bytes.ascii("data"), Bytes.readAll(connection.stream(), 64), "the data read up to the end");
        Expect.endOfStream(connection.stream());
        Expect.endOfStream(connection.stream());
    }

    @Behaviour(
            id = "TLS_39",
            rule = Rule.STREAM,
            title = "after shutdownOutput, the whole response is read, or the call is refused and changes nothing",
            hint = "engines that close both directions in closeOutbound",
            eachTls = true,
            recordByRecord = true)
    static void theAnswerComesAfterTheEndOfTheRequest(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = script(kit, connection);
        byte[] answer = Bytes.random(100_000, 39);
        connection.stream().write(Bytes.ascii("request"));
        boolean halfClosed = shutsDownOutput(connection.stream());
        if (!halfClosed) {
            connection.stream().write(Bytes.ascii("more"));
        }

        BackgroundCall<byte[]> request = kit.start(() -> {
            byte[] data = script.read(halfClosed ? 7 : 11);
            script.sendData(answer);
            if (halfClosed) {
                Expect.sameBytes(
                        new byte[0], script.readToCloseNotify(), "the data that the peer read to close_notify");
            }
            script.send(script.closeNotify());
            return data;
        });

        Expect.sameBytes(answer, Bytes.readAll(connection.stream(), 5_000), "the answer");
        Expect.sameBytes(Bytes.ascii(halfClosed ? "request" : "requestmore"), request.get(), "the request");
    }

    private static boolean shutsDownOutput(NetworkStreamInterface stream) throws IOException {
        try {
            stream.shutdownOutput();
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    @Behaviour(
            id = "DLX_02",
            rule = Rule.D13,
            title = "closing a TLS stream whose peer does not read returns soon, and ends the connection",
            hint = "a close_notify that waits for a writer, or for buffer space",
            needs = Capability.BACKPRESSURE,
            eachTls = true)
    static void closeDoesNotWaitForAReader(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        BackgroundCall<Boolean> writer = clog(kit, connection);

        Expect.closes(connection.stream());

        expectTheEnd(kit, connection);
        writer.failure();
    }

    private static void expectTheEnd(CaseContext kit, StreamAndPeer connection) throws Exception {
        Expect.that(!connection.stream().isOpen(), "isOpen is true after close");
        kit.start(() -> {
                    try {
                        connection.peer().readAll();
                    } catch (IOException e) {
                        // a reset is an end as well
                    }
                    return true;
                })
                .get();
    }

    @Behaviour(
            id = "DLX_03",
            rule = Rule.D13,
            title = "close does not wait for the peer's close_notify",
            hint = "a close that reads until the peer has responded",
            eachTls = true)
    static void closeDoesNotWaitForAnAnswer(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = script(kit, connection);

        Expect.closes(connection.stream());

        Expect.sameBytes(new byte[0], script.readToCloseNotify(), "the data that the peer read to close_notify");
        expectTheEnd(kit, connection);
    }

    @Behaviour(
            id = "DLX_04",
            rule = Rule.D13,
            title = "closing a blocked TLS stream under a deadline neither waits for long nor fails",
            hint = "a close_notify sent under the deadline, which makes close fail",
            needs = Capability.BACKPRESSURE,
            eachTls = true)
    static void closeUnderADeadlineDoesNotFail(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        BackgroundCall<Boolean> writer = clog(kit, connection);

        try (Timeout deadline = Timeout.after(TckTimes.moment())) {
            Expect.closes(connection.stream());
            Expect.that(!deadline.isCancelled(), "close cancelled the caller's deadline");
        }

        expectTheEnd(kit, connection);
        writer.failure();
    }
}
