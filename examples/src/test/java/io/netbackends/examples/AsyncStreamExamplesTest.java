// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asynchronous streams: how they are closed, and their deadlines. */
class AsyncStreamExamplesTest {
    private static final byte[] PING = "ping".getBytes(US_ASCII);
    private static final Duration SHORT = Duration.ofMillis(250);
    private static final Duration AMPLE = Duration.ofSeconds(10);

    private static CompletableFuture<byte[]> exchange(boolean byUse, int port) {
        return byUse ? AsyncUse.exchange("127.0.0.1", port, PING) : AsyncConnect.exchange("127.0.0.1", port, PING);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesGoThereAndBackAndTheStreamIsClosed(boolean byUse) throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            CompletableFuture<byte[]> answer = exchange(byUse, peer.port());
            try (Socket socket = peer.accept()) {
                socket.setSoTimeout(10_000);
                assertThat(PlainServer.readExactly(socket, 4)).isEqualTo(PING);
                socket.getOutputStream().write("pong".getBytes(US_ASCII));

                assertThat(value(answer)).asString(US_ASCII).isEqualTo("pong");
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFailureIsThatOfTheCallAlthoughTheStreamIsClosedAfterIt(boolean byUse) throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            CompletableFuture<byte[]> answer = exchange(byUse, peer.port());
            Socket socket = peer.accept();
            PlainServer.readExactly(socket, 4);

            PlainServer.reset(socket);

            assertThat(failure(answer)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void cancellingTheAnswerClosesTheStream() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            CompletableFuture<byte[]> answer = AsyncUse.exchange("127.0.0.1", peer.port(), PING);
            try (Socket socket = peer.accept()) {
                socket.setSoTimeout(10_000);
                PlainServer.readExactly(socket, 4);

                answer.cancel(true);

                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void theStreamIsPrintedWithItsPeer() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo())) {
            String printed = Stdout.during(() -> value(AsyncConnect.exchange("127.0.0.1", peer.port(), PING)));

            assertThat(printed).startsWith("<AsyncNetworkStream [\"127.0.0.1:" + peer.port() + "\"");
        }
    }

    @Test
    void aConnectThatHangsEndsWhenItsTimeIsOver() throws Exception {
        try (PlainServer peer = PlainServer.blackhole()) {
            long start = System.nanoTime();
            CompletableFuture<AsyncNetworkStreamInterface> connecting =
                    AsyncTimeoutAroundACall.connect("127.0.0.1", peer.port(), SHORT);

            assertThat(failure(connecting))
                    .isInstanceOfSatisfying(
                            NetworkTimeoutException.class,
                            e -> assertThat(e.duration()).isEqualTo(SHORT));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, AMPLE);
        }
    }

    @Test
    void aReadThatHangsEndsWhenItsTimeIsOverAndLosesNothing() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            AsyncNetworkStreamInterface stream =
                    value(AsyncTimeoutAroundACall.connect("127.0.0.1", peer.port(), AMPLE));
            try (Socket accepted = peer.accept()) {
                long start = System.nanoTime();
                Optional<byte[]> nothing = value(AsyncTimeoutAroundACall.read(stream, SHORT));
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, AMPLE);
                assertThat(nothing).isEmpty();

                accepted.getOutputStream().write("late".getBytes(US_ASCII));

                assertThat(value(AsyncTimeoutAroundACall.read(stream, AMPLE)).orElseThrow())
                        .asString(US_ASCII)
                        .isEqualTo("late");
            }
            assertThat(stream.close()).succeedsWithin(AMPLE);
        }
    }

    @Test
    void theReadOutlivesTheCancelledDeadline() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            CompletableFuture<byte[]> answer =
                    AsyncCancelBeforeALongRead.subscribe("127.0.0.1", peer.port(), PING, SHORT);
            long start = System.nanoTime();
            try (Socket socket = peer.accept()) {
                PlainServer.readExactly(socket, PING.length);
                CompletableFuture<Void> later = new CompletableFuture<Void>()
                        .completeOnTimeout(null, SHORT.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
                later.get();
                socket.getOutputStream().write("news".getBytes(US_ASCII));

                assertThat(value(answer)).asString(US_ASCII).isEqualTo("news");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(SHORT);
            }
        }
    }

    @Test
    void connectingIsLimited() throws Exception {
        try (PlainServer peer = PlainServer.blackhole()) {
            assertThat(failure(AsyncCancelBeforeALongRead.subscribe("127.0.0.1", peer.port(), PING, SHORT)))
                    .isInstanceOf(NetworkTimeoutException.class);
        }
    }

    private static <T> T value(CompletableFuture<T> call) throws Exception {
        return Background.run(() -> call.get()).get();
    }

    private static Throwable failure(CompletableFuture<?> call) throws Exception {
        return Background.run(() -> call.get()).failure().getCause();
    }
}
