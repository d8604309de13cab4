// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Bad arguments, closed streams, and the order of the checks. */
final class MisuseCases {
    private MisuseCases() {}

    @Behaviour(
            id = "ERR_01",
            rule = Rule.D10,
            title = "a read of 0 bytes or a negative number is refused and changes nothing",
            hint = "an empty array for read(0), which looks like the end of the stream")
    static void readingNothingIsRefused(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        for (int maxBytes : new int[] {0, -1, Integer.MIN_VALUE}) {
            Expect.failure(IllegalArgumentException.class, () -> stream.read(maxBytes));
            try (Timeout deadline = Timeout.after(Duration.ZERO)) {
                Expect.failure(IllegalArgumentException.class, () -> stream.read(maxBytes));
            }
        }
        expectWorking(connection);

        stream.close();
        Expect.failure(IllegalArgumentException.class, () -> stream.read(0));
    }

    private static void expectWorking(StreamAndPeer connection) throws IOException {
        connection.stream().write(Bytes.ascii("x"));
        Expect.sameBytes(Bytes.ascii("x"), connection.peer().readExactly(1), "the data that the peer read");
        connection.peer().send("y");
        Expect.sameBytes(Bytes.ascii("y"), connection.stream().read(1024), "the data read");
    }

    @Behaviour(
            id = "ERR_02",
            rule = Rule.D4,
            title = "null is refused with a NullPointerException and changes nothing",
            hint = "arguments that are used before they are checked")
    static void nullIsRefused(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        SSLContext context = SSLContext.getDefault();
        List<Expect.Call> calls = List.of(
                () -> stream.read(MisuseCases.<ByteBuffer>nothing()),
                () -> stream.write(MisuseCases.<ByteBuffer>nothing()),
                () -> stream.write(MisuseCases.<byte[]>nothing()),
                () -> stream.getExtraInfo(MisuseCases.<String>nothing()),
                () -> stream.getExtraInfo(MisuseCases.<ExtraInfo<Object>>nothing()),
                () -> kit.backend().connect(MisuseCases.<SocketAddress>nothing()));
        for (Expect.Call call : calls) {
            Expect.failure(NullPointerException.class, call);
        }
        if (kit.has(Capability.TLS)) {
            Expect.failure(NullPointerException.class, () -> stream.startTls(MisuseCases.<SSLEngine>nothing()));
            Expect.failure(
                    NullPointerException.class, () -> stream.startTls(MisuseCases.<SSLContext>nothing(), "localhost"));
            Expect.failure(NullPointerException.class, () -> stream.startTls(context, nothing()));
        }
        if (kit.has(Capability.INTERNET_ADDRESSES)) {
            Expect.failure(NullPointerException.class, () -> kit.backend().connect(nothing(), 1));
        }
        expectWorking(connection);
    }

    /** Passes null, which is not allowed. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // the cases are about null, of any type
    private static <T> T nothing() {
        return null;
    }

    @Behaviour(
            id = "ERR_03",
            rule = Rule.D11,
            title = "a read into a buffer without room returns 0 immediately, although nothing arrives",
            hint = "a transport that waits when asked for 0 bytes, or reports the end of the stream")
    static void noRoomNoRead(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        ByteBuffer full = ByteBuffer.allocate(8).position(8);
        expectNothingRead(kit, stream, full);
        expectNothingRead(kit, stream, ByteBuffer.allocateDirect(0));

        connection.peer().send("y");
        expectNothingRead(kit, stream, full);
        Expect.sameBytes(Bytes.ascii("y"), stream.read(1), "the data read after that");

        connection.peer().close();
        Expect.endOfStream(stream);
        expectNothingRead(kit, stream, full);
    }

    private static void expectNothingRead(CaseContext kit, NetworkStreamInterface stream, ByteBuffer buffer)
            throws Exception {
        int n = kit.start(() -> stream.read(buffer)).get();
        Expect.equal(0, n, "the result of a read into a buffer without room");
    }

    @Behaviour(
            id = "ERR_04",
            rule = Rule.D4,
            title = "a read into a read-only buffer is refused, and no byte is lost",
            hint = "bytes that are read from the network before there is room for them")
    static void readOnlyIsRefused(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("y");
        for (ByteBuffer buffer : List.of(ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8))) {
            ByteBuffer readOnly = buffer.asReadOnlyBuffer();
            Expect.failure(
                    IllegalArgumentException.class, () -> connection.stream().read(readOnly));
        }
        Expect.sameBytes(Bytes.ascii("y"), connection.stream().read(1), "the data read after that");
    }

    @Behaviour(
            id = "ERR_05",
            rule = Rule.D4,
            needs = Capability.INTERNET_ADDRESSES,
            title = "an invalid port or host is refused before anything is done",
            hint = "arguments of connect that are passed on unchecked")
    static void noHostNoPort(CaseContext kit) throws Exception {
        for (int port : new int[] {-1, 65_536, Integer.MIN_VALUE}) {
            expectRefused(kit, "127.0.0.1", port);
        }
        for (String host : List.of("", " ", "a b", "a\nb")) {
            expectRefused(kit, host, 80);
        }
        try (Timeout deadline = Timeout.after(Duration.ZERO)) {
            expectRefused(kit, "127.0.0.1", -1);
        }
    }

    private static void expectRefused(CaseContext kit, String host, int port) throws Exception {
        Expect.failure(
                IllegalArgumentException.class,
                () -> kit.backend().connect(host, port).close());
    }

    @Behaviour(
            id = "ERR_07",
            rule = Rule.D18,
            title = "each call on a closed stream reports that it is closed, even under an expired deadline",
            hint = "calls that return, such as an empty write, before they check the state")
    static void useAfterClose(CaseContext kit) throws Exception {
        NetworkStreamInterface stream = kit.connect().stream();
        stream.close();

        expectClosed(kit, stream);
        try (Timeout deadline = Timeout.after(Duration.ZERO)) {
            expectClosed(kit, stream);
        }
    }

    private static void expectClosed(CaseContext kit, NetworkStreamInterface stream) throws Exception {
        Expect.closed(stream::read);
        Expect.closed(() -> stream.read(ByteBuffer.allocate(1)));
        Expect.closed(() -> stream.read(ByteBuffer.allocate(0)));
        Expect.closed(() -> stream.inputStream().read());
        Expect.closed(() -> stream.write(Bytes.ascii("x")));
        Expect.closed(() -> stream.write(new byte[0]));
        Expect.closed(() -> stream.outputStream().write('x'));
        if (kit.has(Capability.HALF_CLOSE)) {
            Expect.closed(stream::shutdownOutput);
        }
        if (kit.has(Capability.TLS)) {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            Expect.closed(() -> stream.startTls(engine));
        }
    }

    @Behaviour(id = "ERR_08", rule = Rule.D13, title = "closing again does nothing", hint = "a second close that fails")
    static void closingAgain(CaseContext kit) throws Exception {
        NetworkStreamInterface stream = kit.connect().stream();
        for (int i = 0; i < 3; i++) {
            stream.close();
            Expect.that(!stream.isOpen(), "the stream is open after close()");
        }
    }

    @Behaviour(
            id = "ERR_13",
            rule = Rule.D4,
            title =
                    "the argument is checked first, then the stream, the interrupt flag and the deadline; I/O comes last",
            hint = "the order of checks at the beginning of read and write")
    static void orderOfChecks(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        connection.peer().send("y");
        ByteBuffer readOnly = ByteBuffer.allocate(1).asReadOnlyBuffer();

        try (Timeout deadline = Timeout.after(Duration.ZERO)) {
            Expect.failure(IllegalArgumentException.class, () -> stream.read(readOnly));
            Expect.failure(NetworkTimeoutException.class, () -> stream.read(1));
            Expect.failure(NetworkTimeoutException.class, () -> stream.write(Bytes.ascii("x")));
            whileInterrupted(() -> {
                Expect.failure(IllegalArgumentException.class, () -> stream.read(readOnly));
                Expect.interrupted(() -> stream.read(1));
                Expect.interrupted(() -> stream.write(Bytes.ascii("x")));
            });
        }
        whileInterrupted(() -> {
            Expect.failure(IllegalArgumentException.class, () -> stream.read(0));
            Expect.interrupted(() -> stream.read(1));
        });
        Expect.sameBytes(Bytes.ascii("y"), stream.read(1), "the data read when no check failed");
        stream.write(Bytes.ascii("z"));
        Expect.sameBytes(Bytes.ascii("z"), connection.peer().readExactly(1), "the data that the peer read");

        stream.close();
        Expect.failure(IllegalArgumentException.class, () -> stream.read(readOnly));
        try (Timeout deadline = Timeout.after(Duration.ZERO)) {
            whileInterrupted(() -> {
                Expect.failure(IllegalArgumentException.class, () -> stream.read(readOnly));
                Expect.closed(() -> stream.read(1));
                Expect.closed(() -> stream.write(Bytes.ascii("x")));
            });
        }
    }

    /** Leaves the flag clear, as it was. */
    private static void whileInterrupted(Expect.Call calls) throws Exception {
        Thread.currentThread().interrupt();
        try {
            calls.run();
        } finally {
            Expect.that(Thread.interrupted(), "the interrupt flag is clear; it must stay set");
        }
    }
}
