// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;

/** Bytes over TLS arrive however they are divided into records. */
final class TlsTransferCases {
    private TlsTransferCases() {}

    private static TlsScript script(CaseContext kit, StreamAndPeer connection) throws Exception {
        return TlsScript.server(connection.peer(), kit.protocol()).shakeHandsWith(connection.stream(), kit);
    }

    private static TlsPeer peer(CaseContext kit, StreamAndPeer connection) throws Exception {
        return TlsPeer.server(connection.peer(), kit.protocol()).shakeHandsWith(connection.stream(), kit);
    }

    private static BackgroundCall<Boolean> write(
            CaseContext kit, NetworkStreamInterface stream, byte[] data, int piece) {
        return kit.start(() -> {
            for (int from = 0; from < data.length; from += piece) {
                stream.write(Arrays.copyOfRange(data, from, Math.min(data.length, from + piece)));
            }
            return true;
        });
    }

    @Behaviour(
            id = "TLS_10",
            rule = Rule.D9,
            title = "one thread writes over TLS while another reads",
            hint = "a lock that reader and writer share; engine state that both use",
            eachTls = true)
    static void readsAndWritesAtTheSameTime(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        peer(kit, connection).echo(kit);
        byte[] data = Bytes.random(30 * 32_768, 10);

        BackgroundCall<Boolean> writer = write(kit, connection.stream(), data, 32_768);

        Expect.sameBytes(data, Bytes.read(connection.stream(), data.length, 16_384), "the echo over TLS");
        writer.get();
    }

    @Behaviour(
            id = "CON_17",
            rule = Rule.D9,
            title = "16 MiB pass in both directions over TLS through an echo that does not read while it writes",
            hint = "a reader that waits until the writer's records are sent, or vice versa",
            eachTls = true)
    static void neitherDirectionWaitsForTheOther(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        peer(kit, connection).echo(kit);
        byte[] data = Bytes.random(Bytes.MORE_THAN_BUFFERED, 17);

        BackgroundCall<Boolean> writer = write(kit, connection.stream(), data, 256 * 1024);

        Expect.sameBytes(data, Bytes.read(connection.stream(), data.length, 65_536), "the echo over TLS");
        writer.get();
    }

    @Behaviour(
            id = "TLS_11",
            rule = Rule.STREAM,
            title = "records of all sizes arrive, in both directions",
            hint = "records larger than the caller's buffer, and several records in one read",
            eachTls = true)
    static void recordsOfAllSizesArrive(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = script(kit, connection);
        byte[] data = Bytes.random(163_840, 11);
        Random sizes = new Random(11);
        BackgroundCall<?> sender = kit.script(() -> {
            for (int from = 0; from < data.length; ) {
                int size = Math.min(data.length - from, 1 + sizes.nextInt(20_000));
                script.sendData(Arrays.copyOfRange(data, from, from + size));
                from += size;
            }
        });
        Expect.sameBytes(data, Bytes.read(connection.stream(), data.length, 5_000), "the data read");
        sender.get();

        BackgroundCall<byte[]> received = kit.start(() -> script.read(data.length));
        write(kit, connection.stream(), data, 7_001).get();
        Expect.sameBytes(data, received.get(), "the data that the peer read");
    }

    @Behaviour(
            id = "TLS_12",
            rule = Rule.STREAM,
            title = "the handshake and the data may be sent and received byte by byte",
            hint = "BUFFER_UNDERFLOW of the engine, and reads that expect a whole record",
            eachTls = true)
    static void bytesMayComeOneByOne(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = TlsScript.sliced(connection.peer(), kit.protocol(), 1);
        byte[] data = Bytes.random(20_000, 12);
        BackgroundCall<?> sender = kit.start(() -> {
            script.shakeHands(); // session tickets sent byte by byte may not fit before the peer reads
            script.sendData(data);
            return true;
        });
        connection.stream().startTls(kit.clientContext(), TlsMaterial.HOST);
        Expect.sameBytes(data, Bytes.read(connection.stream(), data.length), "the data read");
        sender.get();

        BackgroundCall<byte[]> received = kit.start(() -> script.read(data.length));
        connection.stream().write(data);
        Expect.sameBytes(data, received.get(), "the data that the peer read");
    }

    @Behaviour(
            id = "TLS_13",
            rule = Rule.STREAM,
            title = "the rest of a record is read without waiting for another one",
            hint = "the rest of the plaintext when the caller's buffer is smaller than the record",
            eachTls = true)
    static void theRestOfARecordIsThere(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = script(kit, connection);
        script.sendData(Bytes.ascii("abc"));

        try (Timeout deadline = Timeout.after(TckTimes.slack())) {
            for (String expected : new String[] {"a", "b", "c"}) {
                Expect.sameBytes(Bytes.ascii(expected), connection.stream().read(1), "the result of read(1)");
            }
            Expect.that(
                    !deadline.isExpired(),
                    "reading three bytes of one record took longer than allowed for a slow machine");
        }
    }

    @Behaviour(
            id = "TLS_23",
            rule = Rule.D1,
            title = "a read that times out in the middle of a record loses none of it",
            hint = "ciphertext received by a read that then timed out",
            eachTls = true)
    static void aTimeoutMidRecordIsHarmless(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = script(kit, connection);
        byte[] data = Bytes.random(1000, 23);
        for (int cut : new int[] {3, 5, 500, -1}) { // in the header, after it, in the body, before the last byte
            byte[] record = script.records(data);
            int at = cut < 0 ? record.length + cut : cut;
            script.send(Arrays.copyOf(record, at));
            try (Timeout deadline = Timeout.after(TckTimes.moment())) {
                Expect.timeout(
                        java.time.Duration.ZERO, () -> connection.stream().read());
                Expect.that(deadline.isExpired(), "the read timed out before its deadline");
            }
            script.send(Arrays.copyOfRange(record, at, record.length));
            Expect.sameBytes(data, Bytes.read(connection.stream(), data.length), "a record cut after " + at + " bytes");
        }
    }

    @Behaviour(
            id = "TLS_24",
            rule = Rule.D2,
            title = "after a TLS write that timed out, the peer gets only complete records, then an end",
            hint = "the rest of an incomplete record: neither it nor a new record may follow",
            needs = Capability.BACKPRESSURE,
            eachTls = true)
    static void aTimedOutWriteIsTheLast(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = script(kit, connection);
        byte[] data = Bytes.filled(Bytes.MORE_THAN_BUFFERED, 'w');
        try (Timeout deadline = Timeout.after(TckTimes.moment())) {
            Expect.timeout(java.time.Duration.ZERO, () -> connection.stream().write(data));
            Expect.that(deadline.isExpired(), "the write timed out before its deadline");
        }

        Expect.soon(() -> Expect.broken(() -> connection.stream().write(Bytes.ascii("more"))));
        BackgroundCall<byte[]> received = kit.start(script::readToAnyEnd);
        byte[] seen = received.get();

        Expect.sameBytes(Bytes.filled(seen.length, 'w'), seen, "the data that the peer decrypted");
    }

    @Behaviour(
            id = "TLS_29",
            rule = Rule.STREAM,
            title = "key updates and session tickets are invisible, and the data around them arrives",
            hint =
                    "messages after the handshake: they are neither data nor an end, and a key update requires a response",
            needs = Capability.TLS)
    static void keyUpdatesAreUnseen(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        TlsScript script = TlsScript.server(connection.peer(), "TLSv1.3").shakeHandsWith(stream, kit);
        byte[] data = Bytes.random(100_000, 29);
        BackgroundCall<?> sender = kit.script(() -> {
            for (int i = 0; i < 10; i++) {
                script.sendData(data);
                script.send(script.keyUpdate());
            }
            script.sendData(Bytes.ascii("x"));
        });
        for (int i = 0; i < 10; i++) {
            Expect.sameBytes(data, Bytes.read(stream, data.length), "block " + i + " between key updates");
        }
        Expect.sameBytes(Bytes.ascii("x"), Bytes.read(stream, 1), "the data read after the last key update");
        sender.get();

        int before = script.recordsRead();
        stream.write(Bytes.ascii("y"));
        Expect.sameBytes(Bytes.ascii("y"), script.read(1), "the data that the peer read after the key updates");
        Expect.that(
                script.recordsRead() >= before + 2,
                "the peer got data without a response to its key updates before it; RFC 8446 4.6.3 requires one");
    }

    @Behaviour(
            id = "TLS_30",
            rule = Rule.STREAM,
            title = "a renegotiation by the peer succeeds while the stream reads",
            hint = "handshakes in the middle of a TLS 1.2 connection",
            needs = Capability.TLS)
    static void renegotiationsSucceed(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        TlsPeer peer = TlsPeer.server(connection.peer(), "TLSv1.2").shakeHandsWith(stream, kit);
        kit.script(() -> {
            InputStream in = peer.input();
            OutputStream out = peer.output();
            for (int i = 0; i < 3; i++) {
                out.write(in.readNBytes(10_000));
                peer.socket().startHandshake();
            }
            in.read();
        });
        byte[] data = Bytes.random(10_000, 30);
        for (int i = 0; i < 3; i++) {
            stream.write(data);
            Expect.sameBytes(data, Bytes.read(stream, data.length), "the echo around renegotiation " + i);
        }
    }

    @Behaviour(
            id = "TLS_31",
            rule = Rule.D16,
            title = "records without data do not end a read",
            hint = "an unwrap that consumes a record and produces nothing, which is not an end of stream",
            eachTls = true)
    static void emptyRecordsAreNoEnd(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = script(kit, connection);
        for (int i = 0; i < 3; i++) {
            script.sendData(new byte[0]);
        }
        try (Timeout deadline = Timeout.after(TckTimes.moment())) {
            Expect.timeout(java.time.Duration.ZERO, () -> connection.stream().read());
            Expect.that(deadline.isExpired(), "the read timed out before its deadline");
        }

        script.sendData(new byte[0]);
        script.sendData(Bytes.ascii("x"));

        Expect.sameBytes(Bytes.ascii("x"), connection.stream().read(), "the data after records without data");
    }
}
