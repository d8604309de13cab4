// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncForwardingNetworkBackend;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.testsupport.PlainServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

class ReactorExamplesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    @ParameterizedTest
    @ValueSource(strings = {"nio", "socket"})
    void whatIsWrittenComesBackInPiecesOfAnySize(String backend) throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo())) {
            Flux<String> answer = ReactorStream.use(
                    AsyncNetworkBackend.named(backend),
                    "localhost",
                    peer.port(),
                    stream -> stream.write(Flux.range(0, 1000).map(i -> bytes(i + "\n")))
                            .thenMany(stream.read().map(ReactorExamplesTest::text))
                            .scan(String::concat)
                            .filter(all -> all.endsWith("\n999\n"))
                            .take(1));
            assertThat(answer.blockLast(LONG).lines()).hasSize(1000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "socket"})
    void subscribersThatCancelLoseNoByte(String backend) throws Exception {
        int pieces = 300;
        Semaphore asked = new Semaphore(0);
        try (PlainServer peer = PlainServer.listening().serve(socket -> {
            for (int i = 0; i < pieces; i++) {
                asked.acquireUninterruptibly();
                socket.getOutputStream().write((i + "\n").getBytes(US_ASCII));
            }
        })) {
            StringBuffer received = new StringBuffer();
            Flux<ByteBuffer> all =
                    ReactorStream.use(AsyncNetworkBackend.named(backend), "localhost", peer.port(), stream -> {
                        Flux<ByteBuffer> collected = stream.read().doOnNext(piece -> received.append(text(piece)));
                        // Each subscriber except the last cancels while its piece arrives, or shortly after.
                        for (int i = 0; i < pieces; i++) {
                            Disposable subscriber = collected.subscribe();
                            asked.release();
                            subscriber.dispose();
                        }
                        return collected;
                    });
            all.blockLast(LONG);
            assertThat(received.toString().lines())
                    .containsExactlyElementsOf(Flux.range(0, pieces)
                            .map(String::valueOf)
                            .collectList()
                            .block());
        }
    }

    @Test
    void aTimeoutOfReactorEndsTheReadAndTheBytesStayForTheNextOne() throws Exception {
        Semaphore late = new Semaphore(0);
        try (PlainServer peer = PlainServer.listening().serve(socket -> {
            late.acquireUninterruptibly();
            socket.getOutputStream().write("late".getBytes(US_ASCII));
        })) {
            Flux<String> answer = ReactorStream.use(
                    new AsyncNetworkBackend(),
                    "localhost",
                    peer.port(),
                    stream -> stream.read()
                            .timeout(SHORT)
                            .onErrorResume(TimeoutException.class, e -> {
                                late.release();
                                return stream.read();
                            })
                            .map(ReactorExamplesTest::text));
            assertThat(answer.collectList().block(LONG)).containsExactly("late");
        }
    }

    @Test
    void aDeadlineOfThisLibraryHoldsWhereTheFluxIsSubscribedTo() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.silent())) {
            Flux<String> answer = ReactorStream.use(
                    new AsyncNetworkBackend(),
                    "localhost",
                    peer.port(),
                    stream -> Flux.defer(() -> stream.read().map(ReactorExamplesTest::text)));
            assertThatThrownBy(() -> {
                        try (Timeout timeout = Timeout.after(SHORT)) {
                            answer.blockLast(LONG);
                        }
                    })
                    .hasCauseInstanceOf(NetworkTimeoutException.class);
        }
    }

    @Test
    void cancellingAMonoEndsTheConnect() throws Exception {
        CompletableFuture<CompletableFuture<AsyncNetworkStreamInterface>> call = new CompletableFuture<>();
        AsyncForwardingNetworkBackend net = new AsyncForwardingNetworkBackend(new AsyncNetworkBackend()) {
            @Override
            public CompletableFuture<AsyncNetworkStreamInterface> connect(String host, int port) {
                call.complete(super.connect(host, port));
                return call.join();
            }
        };
        try (PlainServer peer = PlainServer.blackhole()) {
            Disposable connecting = ReactorStream.use(net, "127.0.0.1", peer.port(), ReactorStream::read)
                    .subscribe();
            connecting.dispose();
            assertThat(call.join()).isCancelled();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static String text(ByteBuffer bytes) {
        return US_ASCII.decode(bytes).toString();
    }
}
