// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkServer;
import io.netbackends.nio.NioBackend;
import io.netbackends.socket.SocketBackend;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.DescriptorShortage;
import io.netbackends.testsupport.Threads;
import io.netbackends.unixsocket.UnixSocketBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A program that runs out of descriptors, and gets them back. The arguments are the calls to make in the meantime, the name
 * of a transport, and a directory. Prints the result of each call, with {@code PEER} for the address.
 */
final class ShortOfDescriptors {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);

    private static final int MUCH = 8 << 20;

    private final String transport;
    private final String directory;

    private ShortOfDescriptors(String transport, String directory) {
        this.transport = transport;
        this.directory = directory;
    }

    public static void main(String[] args) throws Exception {
        ShortOfDescriptors program = new ShortOfDescriptors(args[1], args[2]);
        useTheJdk();
        for (Class<?> type : new Class<?>[] {
            NetworkBackend.class,
            SocketBackend.class,
            NioBackend.class,
            UnixSocketBackend.class,
            DescriptorShortage.class,
            ShortOfDescriptors.class
        }) {
            DescriptorShortage.loadClasses(type);
        }
        switch (args[0]) {
            case "first-use" -> program.firstUse();
            case "streams" -> program.streams();
            case "server" -> program.server();
            case "loop" -> program.loop();
            case "async-server" -> program.asyncServer();
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.exit(0); // threads of the JDK may be left
    }

    /** Loads the JDK's own libraries, which needs descriptors, too; if that fails once, they never work. */
    private static void useTheJdk() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            Background<Integer> reading = Background.run(Threads.virtualAvailable(), accepted.getInputStream()::read);
            Threads.awaitBlocked(reading.thread()); // on a virtual thread, this starts the JDK's poller
            client.getOutputStream().write(1);
            reading.get();
            accepted.supportedOptions();
        }
        Pipe pipe = Pipe.open();
        pipe.source().close();
        pipe.sink().close();
        Selector.open().close();
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
        ServerSocketChannel.open().close();
    }

    private void firstUse() throws Exception {
        try (ServerSocketChannel peer = plainListener();
                DescriptorShortage shortage = DescriptorShortage.begin()) {
            for (int i = 0; i < 2; i++) {
                report("connect", peer.getLocalAddress(), () -> backend().connect(peer.getLocalAddress()));
                report("listen", address("l"), () -> backend().listen(address("l")));
            }
            shortage.close();
            report("connect", peer.getLocalAddress(), () -> backend().connect(peer.getLocalAddress()));
            report("listen", address("l"), () -> backend().listen(address("l")));
        }
    }

    private void streams() throws Exception {
        NetworkBackendInterface backend = backend();
        try (ServerSocketChannel server = plainListener();
                NetworkListenerInterface listener = backend.listen(address("l"));
                NetworkStreamInterface stream = backend.connect(server.getLocalAddress());
                SocketChannel peer = server.accept();
                DescriptorShortage shortage = DescriptorShortage.begin()) {
            report("accept", listener.getLocalAddress(), () -> within(SHORT, listener::accept));
            report("read", peer.getLocalAddress(), () -> within(SHORT, stream::read));
            Background<Integer> reading = Background.run(() -> within(LONG, stream::read).length);
            peer.write(ByteBuffer.wrap(new byte[] {'a'}));
            System.out.println("read " + reading.get() + " byte");
            Background<Integer> receiving = Background.run(() -> receive(peer));
            within(LONG, () -> {
                stream.write(new byte[MUCH]);
                return null;
            });
            System.out.println("wrote " + receiving.get() + " bytes");
            shortage.close();
            peer.write(ByteBuffer.wrap(new byte[] {'b'}));
            System.out.println("read " + within(LONG, stream::read).length + " byte");
            report("accept", listener.getLocalAddress(), () -> within(SHORT, listener::accept));
        }
    }

    private void server() throws Exception {
        Semaphore failures = failuresOf(NetworkServer.class);
        try (NetworkListenerInterface listener = backend().listen(address("l"));
                NetworkServer server = NetworkServer.serve(listener, stream -> stream.write(stream.read()))) {
            useDuringShortage(server.getLocalAddress(), failures);
        }
    }

    private void asyncServer() throws Exception {
        Semaphore failures = failuresOf(AsyncNetworkServer.class);
        AsyncNetworkServer server = AsyncNetworkServer.serve(
                AsyncNetworkBackend.named(transport).listen(address("l")).get(),
                stream -> stream.read().thenCompose(stream::write));
        useDuringShortage(server.getLocalAddress(), failures);
        server.close().get();
    }

    private static void awaitEndOfLoops() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("netbackends-loop")) {
                thread.join();
            }
        }
    }

    /** An event loop that has not started, and so has no selector. */
    private void loop() throws Exception {
        AsyncNetworkBackendInterface backend = AsyncNetworkBackend.named(transport);
        try (ServerSocketChannel peer = plainListener()) {
            AsyncNetworkListenerInterface listener =
                    backend.listen(address("l")).get();
            awaitEndOfLoops();
            try (DescriptorShortage shortage = DescriptorShortage.begin()) {
                CompletableFuture<?> accept = listener.accept();
                report("accept", listener.getLocalAddress(), () -> resultOf(accept));
                CompletableFuture<?> connect = backend.connect(peer.getLocalAddress());
                report("connect", peer.getLocalAddress(), () -> resultOf(connect));
            }
            report("connect", peer.getLocalAddress(), () -> resultOf(backend.connect(peer.getLocalAddress())));
            CompletableFuture<?> accept = within(SHORT, listener::accept);
            report("accept", listener.getLocalAddress(), () -> resultOf(accept));
            listener.close().get();
        }
    }

    private static Object resultOf(CompletableFuture<?> call) throws Exception {
        try {
            return call.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private void useDuringShortage(SocketAddress server, Semaphore failures) throws Exception {
        try (SocketChannel first = SocketChannel.open(server)) {
            System.out.println(echo(first));
        }
        // three, since the server may still have freed a descriptor when the shortage began
        List<SocketChannel> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(plainClient());
        }
        try (DescriptorShortage shortage = DescriptorShortage.begin()) {
            for (SocketChannel client : clients) {
                client.connect(server);
            }
            System.out.println("failures " + failures.tryAcquire(3, LONG.toSeconds(), TimeUnit.SECONDS));
        }
        for (SocketChannel client : clients) {
            System.out.println(echo(client));
            client.close();
        }
    }

    /** Counts the messages that a server logs. */
    private static Semaphore failuresOf(Class<?> server) {
        Semaphore failures = new Semaphore(0);
        Logger logger = Logger.getLogger(server.getName());
        logger.setUseParentHandlers(false);
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord record) {
                failures.release();
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        return failures;
    }

    private static String echo(SocketChannel client) throws IOException {
        client.write(ByteBuffer.wrap("served".getBytes(US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(6);
        while (answer.hasRemaining() && client.read(answer) >= 0) {
            // until all bytes have arrived
        }
        return new String(answer.array(), US_ASCII);
    }

    private static int receive(SocketChannel peer) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MUCH);
        while (buffer.hasRemaining() && peer.read(buffer) >= 0) {
            // until all bytes have arrived
        }
        return buffer.position();
    }

    private static <T> T within(Duration time, Callable<T> call) throws Exception {
        try (Timeout timeout = Timeout.after(time)) {
            return call.call();
        }
    }

    private static void report(String what, SocketAddress address, Callable<?> call) {
        String outcome;
        try {
            outcome = call.call() == null ? "nothing" : "done";
        } catch (Throwable e) {
            String peer = address instanceof InetSocketAddress inet
                    ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                    : address.toString();
            outcome = e.getClass().getSimpleName() + ": "
                    + String.valueOf(e.getMessage()).replace(peer, "PEER");
        }
        System.out.println(what + ": " + outcome);
    }

    private ServerSocketChannel plainListener() throws IOException {
        SocketAddress address = address("p");
        ServerSocketChannel server = address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        return server.bind(address);
    }

    private SocketChannel plainClient() throws IOException {
        return transport.equals("unixsocket") ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    }

    private SocketAddress address(String name) {
        return transport.equals("unixsocket")
                ? UnixDomainSocketAddress.of(directory + "/" + name)
                : new InetSocketAddress(loopback(), 0);
    }

    /** Numeric, to avoid a lookup. */
    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private NetworkBackendInterface backend() {
        return switch (transport) {
            case "socket" -> new SocketBackend();
            case "nio" -> new NioBackend();
            case "unixsocket" -> UnixSocketBackend.builder().build();
            default -> throw new IllegalArgumentException(transport);
        };
    }
}
