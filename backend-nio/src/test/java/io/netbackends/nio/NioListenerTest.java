// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.nio.channel.ChannelListener;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A listener with several accepting threads. */
class NioListenerTest {
    private static final int ACCEPTORS = 4;

    private final NioBackend backend = new NioBackend();
    private NetworkListenerInterface listener;
    private ClosingWatchdog watchdog;

    @BeforeEach
    void listen() throws Exception {
        listener = backend.listen("127.0.0.1", 0);
        watchdog = ClosingWatchdog.after(Duration.ofSeconds(60), listener);
    }

    @AfterEach
    void close() throws Exception {
        listener.close();
        watchdog.close();
    }

    @Test
    void eachConnectionGoesToOneOfSeveralAcceptors() throws Exception {
        List<Background<String>> acceptors = new ArrayList<>();
        for (int i = 0; i < ACCEPTORS; i++) {
            boolean virtual = Threads.virtualAvailable() && i % 2 == 1; // the two kinds wait in different ways
            acceptors.add(Background.run(virtual, this::acceptAndRead));
        }
        acceptors.forEach(acceptor -> Threads.awaitBlocked(acceptor.thread()));
        Set<String> sent = new HashSet<>();
        for (int i = 0; i < ACCEPTORS; i++) {
            sent.add("client " + i);
            try (NetworkStreamInterface client = backend.connect(listener.getLocalAddress())) {
                client.write(("client " + i).getBytes(US_ASCII));
            }
        }
        Set<String> received = new HashSet<>();
        for (Background<String> acceptor : acceptors) {
            received.add(acceptor.get());
        }
        assertThat(received).isEqualTo(sent);
    }

    @Test
    void closingEndsAllAcceptors() throws Exception {
        List<Background<String>> acceptors = new ArrayList<>();
        for (int i = 0; i < ACCEPTORS; i++) {
            acceptors.add(Background.run(this::acceptAndRead));
        }
        acceptors.forEach(acceptor -> Threads.awaitBlocked(acceptor.thread()));
        listener.close();
        for (Background<String> acceptor : acceptors) {
            assertThat(acceptor.failure()).isInstanceOf(NetworkStreamClosedException.class);
        }
        assertThat(listener.toString()).endsWith(" CLOSED]>");
    }

    @Test
    void deadlineOfAnAcceptorCountsWhileItIsAnothersTurn() throws Exception {
        Background<String> first = Background.run(this::acceptAndRead);
        Threads.awaitBlocked(first.thread());
        try (Timeout timeout = Timeout.after(Duration.ofMillis(200))) {
            assertThatThrownBy(listener::accept)
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageContaining(listener.getLocalAddress().toString().substring(1));
            assertThat(timeout.isExpired()).isTrue();
        }
        try (NetworkStreamInterface client = backend.connect(listener.getLocalAddress())) {
            client.write("still there".getBytes(US_ASCII));
        }
        assertThat(first.get()).isEqualTo("still there");
    }

    @Test
    void creatingAStreamFromAConnectionBlocksNoOtherAccept() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        try (NetworkListenerInterface slow = new ChannelListener(server, "slow", channel -> meet(both, channel));
                NetworkStreamInterface one = backend.connect(slow.getLocalAddress());
                NetworkStreamInterface other = backend.connect(slow.getLocalAddress())) {
            Background<Void> first = Background.run(() -> accept(slow));
            Background<Void> second = Background.run(() -> accept(slow));
            first.get();
            second.get();
            assertThat(one.read()).isEmpty();
            assertThat(other.read()).isEmpty();
        }
    }

    private static NetworkStreamInterface meet(CountDownLatch others, SocketChannel channel) throws IOException {
        others.countDown();
        try {
            if (!others.await(10, TimeUnit.SECONDS)) {
                throw new IOException("no other thread has come this far");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return NioBackend.wrap(channel);
    }

    private static Void accept(NetworkListenerInterface from) throws IOException {
        from.accept().close();
        return null;
    }

    private String acceptAndRead() throws Exception {
        try (NetworkStreamInterface stream = listener.accept()) {
            return new String(stream.inputStream().readAllBytes(), US_ASCII);
        }
    }
}
