// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;

/** Closing never waits, never fails because of a deadline, and is final. */
final class CloseCases {
    private CloseCases() {}

    @Behaviour(
            id = "DLX_01",
            rule = Rule.D13,
            title = "close under an expired deadline succeeds, closes the stream, and the peer sees it",
            hint = "a close that checks the deadline, or first writes something under it")
    static void closeUnderAnExpiredDeadline(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            Expect.closes(connection.stream());
            assertClosed(connection.stream());
        }
        assertClosed(connection.stream());
        Expect.that(connection.peer().atEnd(), "the peer read a byte; the end was required");
    }

    @Behaviour(
            id = "DLX_04",
            rule = Rule.D13,
            title = "close does not wait for a peer that reads nothing",
            hint = "SO_LINGER, and any other attempt to send the remaining data",
            needs = Capability.BACKPRESSURE)
    static void closeDoesNotWaitForTheReader(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.plenty();
        BackgroundCall<?> writer = kit.start(() -> {
            connection.stream().write(data);
            return null;
        });
        writer.awaitBlocked();

        try (Timeout deadline = Timeout.after(TckTimes.moment())) {
            Expect.closes(connection.stream());
        }
        Expect.closed(writer.failure());
        assertClosed(connection.stream());
    }

    @Behaviour(
            id = "DLX_05",
            rule = Rule.STREAM,
            title = "data written before close arrives, then the end",
            hint = "a close that resets the connection, or drops buffered data")
    static void whatWasWrittenArrives(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.random(1000, 5);

        connection.stream().write(data);
        connection.stream().close();

        Expect.sameBytes(data, connection.peer().readAll(), "the data that the peer read");
    }

    @Behaviour(
            id = "DLX_06",
            rule = Rule.D13,
            title = "close with unread data succeeds, and discards the data",
            hint = "a read that returns buffered data although the stream is closed")
    static void closeWithUnreadData(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("hello");
        Expect.sameBytes(Bytes.ascii("h"), connection.stream().read(1), "the result of read(1)");

        Expect.closes(connection.stream());
        assertClosed(connection.stream());
    }

    @Behaviour(
            id = "DLX_07",
            rule = Rule.D13,
            title = "close after the peer has closed succeeds, and no later call reports an end of stream",
            hint =
                    "errors of a connection that the peer has closed, which close must not report; a remembered end of stream")
    static void closeAfterThePeer(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().close();
        Expect.endOfStream(connection.stream());

        Expect.closes(connection.stream());
        assertClosed(connection.stream());
    }

    @Behaviour(
            id = "DLX_08",
            rule = Rule.D13,
            title = "close after a reset succeeds",
            hint = "errors of a broken connection, which close must not report",
            needs = Capability.RESET)
    static void closeAfterAReset(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().reset();
        Expect.broken(() -> connection.stream().read(1));

        Expect.closes(connection.stream());
        assertClosed(connection.stream());
    }

    @Behaviour(
            id = "DLX_09",
            rule = Rule.D2,
            title = "after a write that timed out, each call of close succeeds",
            hint = "a stream that has closed itself, and is closed again by its owner",
            needs = Capability.BACKPRESSURE)
    static void closeAfterATimedOutWrite(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.plenty();
        try (Timeout deadline = Timeout.after(TckTimes.moment())) {
            Expect.failure(
                    NetworkTimeoutException.class, () -> connection.stream().write(data));
        }

        Expect.that(!connection.stream().isOpen(), "isOpen() is true after a write that timed out");
        Expect.closes(connection.stream());
        Expect.closes(connection.stream());
    }

    @Behaviour(
            id = "DLX_10",
            rule = Rule.STREAM,
            title = "closing a java.io view closes the stream, and the other view with it",
            hint = "inputStream() and outputStream()")
    static void viewsCloseTheStream(CaseContext kit) throws Exception {
        StreamAndPeer one = kit.connect();
        InputStream input = one.stream().inputStream();
        input.close();
        assertClosed(one.stream());
        Expect.closed(() -> input.read());
        Expect.closed(() -> one.stream().outputStream().write(1));

        StreamAndPeer other = kit.connect();
        OutputStream output = other.stream().outputStream();
        output.close();
        assertClosed(other.stream());
        Expect.that(other.peer().atEnd(), "the peer read a byte; the end was required");
    }

    @Behaviour(
            id = "DLX_11",
            rule = Rule.STREAM,
            title = "a closed stream still reports its addresses",
            hint = "getExtraInfo that queries a closed socket: addresses must be stored")
    static void closedStreamsKnowTheirAddresses(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        Optional<SocketAddress> server = connection.stream().getExtraInfo(ExtraInfo.SERVER_ADDR);
        Optional<SocketAddress> client = connection.stream().getExtraInfo(ExtraInfo.CLIENT_ADDR);

        connection.stream().close();

        Expect.equal(server, connection.stream().getExtraInfo(ExtraInfo.SERVER_ADDR), "server_addr after close");
        Expect.equal(client, connection.stream().getExtraInfo(ExtraInfo.CLIENT_ADDR), "client_addr after close");
    }

    @Behaviour(
            id = "DLX_12",
            rule = Rule.D13,
            title = "a stream whose output was shut down can be closed, and reports no end of stream afterwards",
            hint = "the order of shutdownOutput and close",
            needs = Capability.HALF_CLOSE)
    static void closeAfterShutdown(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.stream().shutdownOutput();
        Expect.that(connection.peer().atEnd(), "the peer read a byte; the end was required");

        Expect.closes(connection.stream());
        assertClosed(connection.stream());
        Expect.closed(connection.stream()::shutdownOutput);
    }

    private static void assertClosed(NetworkStreamInterface stream) throws Exception {
        Expect.that(!stream.isOpen(), "isOpen() is true; the stream was required to be closed");
        Expect.soon(() -> Expect.closed(() -> stream.read(10)));
        Expect.soon(() -> Expect.closed(() -> stream.write(Bytes.ascii("x"))));
        Expect.closes(stream);
    }
}
