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
            title = "close under an expired deadline succeeds, really closes, and the peer sees it",
            hint = "a close that checks the deadline, or writes something under it first")
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
            title = "close of a stream whose peer reads nothing does not wait for it",
            hint = "SO_LINGER, and any other wish to send what is left",
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
            title = "what was written before close arrives, and then the end",
            hint = "a close that resets the connection, or forgets what it has buffered")
    static void whatWasWrittenArrives(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.random(1000, 5);

        connection.stream().write(data);
        connection.stream().close();

        Expect.sameBytes(data, connection.peer().readAll(), "what the peer read");
    }

    @Behaviour(
            id = "DLX_06",
            rule = Rule.D13,
            title = "close with unread data succeeds, and the data is gone",
            hint = "a read that hands out buffered data although the stream is closed")
    static void closeWithUnreadData(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("hello");
        Expect.sameBytes(Bytes.ascii("h"), connection.stream().read(1), "what read(1) returned");

        Expect.closes(connection.stream());
        assertClosed(connection.stream());
    }

    @Behaviour(
            id = "DLX_07",
            rule = Rule.D13,
            title = "close after the peer has closed succeeds, and no call then reports the end of the stream",
            hint = "errors of a connection that is gone, which close must not report; what is remembered of the end")
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
            hint = "errors of a connection that is broken, which close must not report",
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
            title = "after a write that timed out, close succeeds however often it is called",
            hint = "a stream that closed itself, and is closed again by its owner",
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
            title = "a closed stream still says where it was connected to",
            hint = "getExtraInfo asking a socket that is closed; addresses must be kept")
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
            title = "a stream whose output was shut down can be closed, and gives no end of the stream afterwards",
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
