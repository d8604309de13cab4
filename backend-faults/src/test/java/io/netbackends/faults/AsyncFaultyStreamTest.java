// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncForwardingNetworkStream;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFuture;
import io.netbackends.internal.Ticker;
import io.netbackends.nio.AsyncNioBackend;
import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faults of an asynchronous stream, on an event loop and real sockets. */
class AsyncFaultyStreamTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(40);

    private final Faults faults = new Faults(1);
    private final AsyncFaultyBackend net = new AsyncFaultyBackend(new AsyncNioBackend(), faults);
    private PlainServer server;
    private AsyncNetworkStreamInterface stream;
    private Socket peer;

    @BeforeEach
    void connect() throws Exception {
        server = PlainServer.listening().toleratingIoFailures();
        stream = get(net.connect("127.0.0.1", server.port()));
        peer = server.accept();
    }

    @AfterEach
    void close() throws Exception {
        faults.clear();
        get(stream.close());
        peer.close();
        server.close();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }

    private String read(int max) throws Exception {
        return new String(get(stream.read(max)), US_ASCII);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private void send(String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private String received(int count) throws IOException {
        return new String(peer.getInputStream().readNBytes(count), US_ASCII);
    }

    @Test
    void aResetComesAfterTheBytes() throws Exception {
        faults.add(Faults.on("127.0.0.1").reading().afterBytes(3).reset());
        send("hello");
        assertThat(read(3)).isEqualTo("hel");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> read(10))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("connection reset, injected: reset after 3 bytes read");
            assertThatThrownBy(() -> get(stream.write(bytes("x")))).isInstanceOf(SocketException.class);
        }
        assertThatThrownBy(() -> peer.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThat(stream.isOpen()).isTrue();
        get(stream.close());
        assertThat(stream.isOpen()).isFalse();
        assertThatThrownBy(() -> read(1)).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(faults.injected()).hasSize(1);
    }

    @Test
    void aReadThatWaitsMeetsTheResetOfAWrite() throws Exception {
        faults.add(Faults.on("*").writing().afterBytes(2).reset());
        CompletableFuture<byte[]> reading = stream.read(10);
        assertThatThrownBy(() -> get(stream.write(bytes("hello")))).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> get(reading))
                .isInstanceOf(SocketException.class)
                .isNotInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void aCutAndAHalfCloseAreAnEnd() throws Exception {
        Fault halfClose = faults.add(Faults.on("*").reading().afterBytes(0).halfClose());
        send("hello");
        assertThat(read(10)).isEmpty();
        get(stream.write(bytes("on")));
        assertThat(received(2)).isEqualTo("on");
        faults.remove(halfClose);
        assertThat(read(10)).as("for good").isEmpty();

        faults.add(Faults.on("*").reading().afterBytes(0).cut());
        AsyncNetworkStreamInterface second = get(net.connect("127.0.0.1", server.port()));
        assertThat(get(second.read(10))).isEmpty();
        assertThatThrownBy(() -> get(second.write(bytes("x"))))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("broken pipe");
        get(second.close());
    }

    @Test
    void aStallObeysDeadlinesAndCancellationLosesNothingAndEndsWithTheFault() throws Exception {
        Fault stall = faults.add(Faults.on("*").reading().afterBytes(2).stall());
        send("hello");
        assertThat(read(2)).isEqualTo("he");
        CompletableFuture<byte[]> limited;
        try (Timeout t = Timeout.after(SHORT)) {
            limited = stream.read(10);
        }
        assertThatThrownBy(() -> get(limited)).isInstanceOf(NetworkTimeoutException.class);
        CompletableFuture<byte[]> cancelled = stream.read(10);
        assertThat(cancelled.cancel(true)).isTrue();
        assertThatThrownBy(() -> get(cancelled)).isInstanceOf(CancellationException.class);
        CompletableFuture<byte[]> patient = stream.read(3);
        assertThat(patient).isNotDone();
        faults.remove(stall);
        assertThat(get(patient)).asString(US_ASCII).isEqualTo("llo");
    }

    @Test
    void closeEndsAStall() throws Exception {
        faults.add(Faults.on("*").reading().stall());
        CompletableFuture<byte[]> reading = stream.read(10);
        get(stream.close());
        assertThatThrownBy(() -> get(reading)).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void aStalledWriteThatIsGivenUpIsFollowedByNothing() throws Exception {
        faults.add(Faults.on("*").writing().afterBytes(2).stall());
        CompletableFuture<Void> writing;
        try (Timeout t = Timeout.after(SHORT)) {
            writing = stream.write(bytes("hello"));
        }
        assertThatThrownBy(() -> get(writing)).isInstanceOf(NetworkTimeoutException.class);
        assertThatThrownBy(() -> get(stream.write(bytes("hello")))).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void aStalledWriteThatIsCancelledIsFollowedByNothing() throws Exception {
        faults.add(Faults.on("*").writing().afterBytes(2).stall());
        CompletableFuture<Void> writing = stream.write(bytes("hello"));
        assertThat(writing.cancel(true)).isTrue();
        assertThat(stream.isOpen()).isFalse();
        assertThatThrownBy(() -> get(stream.write(bytes("hello")))).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void anExpiredDeadlineChangesNothing() throws Exception {
        faults.add(Faults.on("*").reset());
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            CompletableFuture<Void> writing = stream.write(bytes("x"));
            CompletableFuture<byte[]> reading = stream.read(1);
            assertThatThrownBy(() -> get(writing)).isInstanceOf(NetworkTimeoutException.class);
            assertThatThrownBy(() -> get(reading)).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(faults.injected()).isEmpty();
        faults.clear();
        get(stream.write(bytes("x")));
    }

    @Test
    void latencyDelaysWhatHasComeAndATimeoutLosesNoByte() throws Exception {
        faults.add(Faults.on("*").reading().latency(SHORT));
        send("hello");
        long begin = Ticker.SYSTEM.read();
        String received = "";
        while (received.length() < 5) {
            CompletableFuture<byte[]> reading;
            try (Timeout t = Timeout.after(Duration.ofMillis(5))) {
                reading = stream.read(10);
            }
            try {
                received += new String(get(reading), US_ASCII);
            } catch (NetworkTimeoutException e) {
                // the bytes are for the next read
            }
        }
        assertThat(received).isEqualTo("hello");
        assertThat(Ticker.SYSTEM.read() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
    }

    @Test
    void writesAreSlicedDelayedAndChanged() throws Exception {
        faults.add(Faults.on("*").writing().slices(1));
        faults.add(Faults.on("*").writing().latency(SHORT));
        faults.add(Faults.on("*").writing().afterBytes(2).corrupt());
        long begin = Ticker.SYSTEM.read();
        ByteBuffer sent = bytes("hello");
        get(stream.write(sent));
        assertThat(Ticker.SYSTEM.read() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(received(5)).startsWith("he").endsWith("lo").isNotEqualTo("hello");
        assertThat(sent.array()).asString(US_ASCII).isEqualTo("hello");
        assertThat(sent.hasRemaining()).isFalse();
    }

    @Test
    void aLargeWriteInSmallPiecesDoesNotGrowTheStack() throws Exception {
        faults.add(Faults.on("*").writing().slices(1));
        int size = 50_000;
        CompletableFuture<Void> writing = stream.write(ByteBuffer.allocate(size));
        assertThat(peer.getInputStream().readNBytes(size)).hasSize(size);
        get(writing);
    }

    @Test
    void callsFailWithTheExceptionItself() throws Exception {
        faults.add(Faults.on("*").reset());
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        CompletableFuture<byte[]> reading = stream.read(1).whenComplete((bytes, failure) -> told.complete(failure));
        assertThat(get(told)).isInstanceOf(SocketException.class);
        assertThat(reading).isCompletedExceptionally();
    }

    @Test
    void bandwidthLimitsWhatPasses() throws Exception {
        faults.add(Faults.on("*").bandwidth(100));
        long begin = Ticker.SYSTEM.read();
        get(stream.write(bytes("0123456789a")));
        assertThat(Ticker.SYSTEM.read() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(100).toNanos());
    }

    @Test
    void aHandshakeFailsAndClosesTheStream() throws Exception {
        faults.add(Faults.on("*").failTls());
        SSLContext context = SSLContext.getDefault();
        assertThatThrownBy(() -> get(stream.startTls(context, "localhost"))).isInstanceOf(SSLHandshakeException.class);
        assertThatThrownBy(() -> get(stream.write(bytes("secret")))).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void closingTakesItsTimeButNotLongerThanTheDeadline() throws Exception {
        faults.add(Faults.on("*").closeLatency(HOUR));
        CompletableFuture<Void> closing;
        try (Timeout t = Timeout.after(SHORT)) {
            closing = stream.close();
        }
        assertThat(closing.cancel(true)).isFalse();
        get(closing);
        assertThat(stream.isOpen()).isFalse();
    }

    @Test
    void connectsAreRefusedOrSlowAndObeyDeadlinesAndCancellation() throws Exception {
        Fault refuse = faults.add(Faults.on("*").refuseConnect());
        assertThatThrownBy(() -> get(net.connect("127.0.0.1", server.port()))).isInstanceOf(ConnectException.class);
        faults.remove(refuse);
        faults.add(Faults.on("*").connectLatency(HOUR));
        CompletableFuture<AsyncNetworkStreamInterface> limited;
        try (Timeout t = Timeout.after(SHORT)) {
            limited = net.connect("127.0.0.1", server.port());
        }
        assertThatThrownBy(() -> get(limited)).isInstanceOf(NetworkTimeoutException.class);
        CancellationSignal signal = new CancellationSignal();
        CompletableFuture<AsyncNetworkStreamInterface> signalled =
                net.connect(ConnectRequest.to("127.0.0.1", server.port()).withCancellation(signal));
        signal.cancel();
        assertThatThrownBy(() -> get(signalled)).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void byNameItIsAsynchronousToo() throws Exception {
        AsyncNetworkStreamInterface named =
                get(AsyncNetworkBackend.named("faults:nio").connect("127.0.0.1", server.port()));
        assertThat(named.getExtraInfo(FaultyBackend.FAULTS.name())).isInstanceOf(Faults.class);
        get(named.close());
    }

    @Test
    void aReadThatMeetsBytesJustReceivedForAnotherOneDeliversThemFirst() throws Exception {
        faults.add(Faults.on("*").slices(100));
        List<CompletableFuture<byte[]>> second = new ArrayList<>();
        List<NetworkFuture<byte[]>> reads = new ArrayList<>();
        AsyncNetworkStreamInterface byHand = new AsyncForwardingNetworkStream(stream) {
            @Override
            public CompletableFuture<byte[]> read(int maxBytes) {
                NetworkFuture<byte[]> read = new NetworkFuture<>() {};
                reads.add(read);
                return read;
            }
        };
        AsyncFaultyStream raced = new AsyncFaultyStream(byHand, faults.begin(List.of("test"), "test"));
        CompletableFuture<byte[]> one = raced.read(10);
        // the function added last runs first: before the stream has taken over the result of its read
        reads.get(0).thenRun(() -> second.add(raced.read(10)));
        reads.get(0).complete(bytes("a").array());
        if (reads.size() > 1) {
            reads.get(1).complete(bytes("b").array());
        }

        assertThat(get(second.get(0))).isEqualTo(bytes("a").array());
        assertThat(get(one)).isEqualTo(bytes("b").array());
    }

    @Test
    void aWriterIsRefusedWhileAnotherOneWaitsBetweenItsPieces() throws Exception {
        faults.add(Faults.on("*").writing().latency(HOUR));
        CompletableFuture<Void> first = stream.write(bytes("first"));

        assertThatThrownBy(() -> get(stream.write(bytes("second")))).isInstanceOf(IllegalStateException.class);
        faults.clear();
        first.cancel(true);
        assertThat(stream.isOpen()).isFalse();
    }
}
