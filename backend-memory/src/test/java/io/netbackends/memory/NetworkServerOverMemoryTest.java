// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.CapturedLog;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server whose clients are in the same JVM. */
class NetworkServerOverMemoryTest {
    private final MemoryBackend net = new MemoryBackend();
    private final Timeout guard = Timeout.after(Duration.ofSeconds(30));

    @AfterEach
    void endTheGuard() {
        guard.close();
    }

    @Test
    void severalClientsAreServedAtATime() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        try (NetworkServer server = serve(stream -> {
                    byte[] request = stream.read();
                    together.await(10, TimeUnit.SECONDS);
                    stream.write(request);
                });
                NetworkStreamInterface first = net.connect("api.test", 80);
                NetworkStreamInterface second = net.connect("api.test", 80)) {
            assertThat(server.getLocalAddress()).hasToString("api.test/<unresolved>:80");
            first.write(new byte[] {'1'});
            second.write(new byte[] {'2'});

            assertThat(first.inputStream().readAllBytes()).asString(US_ASCII).isEqualTo("1");
            assertThat(second.inputStream().readAllBytes()).asString(US_ASCII).isEqualTo("2");
        }
    }

    @Test
    void aClientThatResetsItsConnectionSpoilsNoOther() throws Exception {
        try (CapturedLog log = new CapturedLog(NetworkServer.class);
                NetworkServer server = serve(stream -> stream.write(stream.read()))) {
            NetworkStreamInterface rude = net.connect("api.test", 80);
            MemorySocket.of(rude).reset();
            assertThat(log.next()).contains(": handler failed: ").endsWith("Connection reset");

            try (NetworkStreamInterface next = net.connect("api.test", 80)) {
                next.write(new byte[] {1});
                assertThat(next.inputStream().readAllBytes()).containsExactly(1);
            }
            assertThat(server.getLocalAddress()).isNotNull();
        }
    }

    @Test
    void closingEndsAHandlerThatReadsAndRefusesNewConnections() throws Exception {
        BlockingQueue<Thread> handlers = new LinkedBlockingQueue<>();
        BlockingQueue<Exception> outcomes = new LinkedBlockingQueue<>();
        NetworkServer server = serve(stream -> {
            handlers.add(Thread.currentThread());
            try {
                stream.read();
            } catch (IOException e) {
                outcomes.add(e);
                throw e;
            }
        });
        try (server;
                NetworkStreamInterface client = net.connect("api.test", 80)) {
            Thread handler = handlers.poll(10, TimeUnit.SECONDS);
            Threads.awaitBlocked(handler);

            server.close();

            assertThat(outcomes.poll(10, TimeUnit.SECONDS)).isInstanceOf(NetworkStreamClosedException.class);
            assertThat(client.read()).isEmpty();
            assertThatThrownBy(() -> net.connect("api.test", 80)).isInstanceOf(ConnectException.class);
        }
    }

    private NetworkServer serve(NetworkServer.Handler handler) throws IOException {
        return NetworkServer.serve(net.listen("api.test", 80), handler);
    }
}
