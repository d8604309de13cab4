// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** The number of available bytes is never too high, and is known if the transport can know it. */
final class AvailableCases {
    private AvailableCases() {}

    /** Queries until the number of bytes that the peer has sent is available. */
    private static void awaitAvailable(NetworkStreamInterface stream, int count) throws Exception {
        int available = stream.available();
        try (Timeout limit = Timeout.after(TckTimes.slack())) {
            while (available < count && !limit.isExpired()) {
                ScriptedPeer.pause(Duration.ofMillis(1));
                available = stream.available();
            }
        } catch (NetworkTimeoutException e) {
            // the last value is reported below
        }
        Expect.equal(count, available, "available() after the peer has sent " + count + " bytes");
    }

    @Behaviour(
            id = "AVL_01",
            rule = Rule.STREAM,
            title = "available is 0 if nothing has arrived, and the bytes that it counts can be read without waiting",
            hint = "an estimate that is too high")
    static void availableIsNeverTooHigh(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();

        Expect.equal(0, stream.available(), "available() before the peer has sent anything");
        connection.peer().send("hello");
        Expect.sameBytes(Bytes.ascii("h"), stream.read(1), "the result of read(1)");
        int available = stream.available();
        Expect.that(available >= 0 && available <= 4, "available() is " + available + "; 4 bytes are left");
        Expect.sameBytes(Bytes.ascii("ello"), Bytes.read(stream, 4, 4), "the rest");
        Expect.equal(0, stream.available(), "available() after everything was read");
    }

    @Behaviour(
            id = "AVL_02",
            rule = Rule.STREAM,
            needs = Capability.AVAILABLE,
            title = "available counts the bytes that have arrived, also for a reader of text",
            hint = "available, and the available of inputStream()")
    static void availableCountsWhatHasCome(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(connection.stream().inputStream(), StandardCharsets.US_ASCII));
        Expect.that(!reader.ready(), "ready() is true before the peer has sent anything");

        connection.peer().send("hello");

        awaitAvailable(connection.stream(), 5);
        Expect.that(reader.ready(), "ready() is false although 5 bytes can be read without waiting");
    }

    @Behaviour(
            id = "AVL_03",
            rule = Rule.D16,
            title = "available is 0 at the end of the stream",
            hint = "a platform call that fails there, or counts the end")
    static void nothingIsAvailableAtTheEnd(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().close();
        Expect.endOfStream(connection.stream());

        Expect.equal(0, connection.stream().available(), "available() at the end of the stream");
    }

    @Behaviour(
            id = "AVL_04",
            rule = Rule.D4,
            title = "available fails as a read would: closed before expired, and it changes nothing",
            hint = "the checks that each call makes before it does I/O")
    static void availableMakesTheChecks(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        connection.peer().send("ok");

        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            Expect.timeoutAtOnce(stream::available);
        }
        Expect.sameBytes(Bytes.ascii("ok"), Bytes.read(stream, 2, 2), "the data read afterwards");
        stream.close();
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            Expect.closed(stream::available);
        }
    }

    @Behaviour(
            id = "AVL_05",
            rule = Rule.D9,
            title = "available is 0 while another thread reads, and does not wait for it",
            hint = "a lock that available shares with a reader",
            eachTls = true)
    static void availableWaitsForNoReader(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        TlsScript.server(connection.peer(), kit.protocol()).shakeHandsWith(stream, kit);
        BackgroundCall<byte[]> reader = kit.start(() -> stream.read(1)).awaitBlocked();

        Expect.soon(() -> Expect.equal(0, stream.available(), "available() while another thread reads"));

        stream.close();
        Expect.closed(reader.failure());
    }

    @Behaviour(
            id = "AVL_06",
            rule = Rule.STREAM,
            title = "over TLS, available counts the rest of a record that was read in part",
            hint = "decrypted bytes in the TLS layer",
            eachTls = true)
    static void availableCountsDecryptedBytes(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        TlsScript script = TlsScript.server(connection.peer(), kit.protocol()).shakeHandsWith(stream, kit);
        connection.peer().send(script.records(Bytes.ascii("hello")));

        Expect.sameBytes(Bytes.ascii("h"), stream.read(1), "the result of read(1)");
        Expect.equal(4, stream.available(), "available() with 4 bytes of the record left");
        Expect.sameBytes(Bytes.ascii("ello"), stream.read(4), "the rest");
        Expect.equal(0, stream.available(), "available() after everything was read");
    }

    @Behaviour(
            id = "AVL_07",
            rule = Rule.STREAM,
            needs = Capability.AVAILABLE,
            title = "over TLS, available decrypts the records that have arrived, and an incomplete record counts as 0",
            hint = "a TLS layer that knows no bytes before the first read",
            eachTls = true)
    static void availableDecryptsWhatHasCome(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        TlsScript script = TlsScript.server(connection.peer(), kit.protocol()).shakeHandsWith(stream, kit);
        byte[] record = script.records(Bytes.ascii("hello"));

        connection.peer().send(Arrays.copyOf(record, record.length / 2));
        Expect.equal(0, stream.available(), "available() with half a record");
        connection.peer().send(Arrays.copyOfRange(record, record.length / 2, record.length));

        awaitAvailable(stream, 5);
        Expect.sameBytes(Bytes.ascii("hello"), Bytes.read(stream, 5, 5), "the data read afterwards");
    }
}
