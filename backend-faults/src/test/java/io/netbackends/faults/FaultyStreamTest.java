// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.Ticker;
import io.netbackends.memory.MemoryBackend;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of a stream, observed at both of its ends. */
class FaultyStreamTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(40);

    private final Faults faults = new Faults(1);
    private final MemoryBackend network = new MemoryBackend();
    private final FaultyBackend net = new FaultyBackend(network, faults);
    private NetworkListenerInterface listener;
    private NetworkStreamInterface stream;
    private NetworkStreamInterface peer;
    private Timeout limit;

    @BeforeEach
    void connect() throws IOException {
        limit = Timeout.after(LONG);
        listener = network.listen("db", 5432);
        stream = net.connect("db", 5432);
        peer = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        stream.close();
        peer.close();
        listener.close();
        limit.close();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private String read(int max) throws IOException {
        return new String(stream.read(max), US_ASCII);
    }

    private void write(String text) throws IOException {
        stream.write(bytes(text));
    }

    @Test
    void aResetComesAfterTheBytesAndIsTheEndAtBothEnds() throws IOException {
        Fault fault = faults.add(Faults.on("db:5432").reading().afterBytes(3).reset());
        peer.write(bytes("hello"));

        assertThat(read(10)).isEqualTo("hel");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> read(10))
                    .isInstanceOf(SocketException.class)
                    .hasMessage("read from db:5432: connection reset, injected: reset after 3 bytes read (db:5432)");
            assertThatThrownBy(() -> write("x")).isInstanceOf(SocketException.class);
        }
        assertThatThrownBy(() -> peer.read(10)).isInstanceOf(SocketException.class);
        assertThat(stream.isOpen()).isTrue();
        assertThat(faults.injected()).containsExactly(new InjectedFault(1, "db:5432", fault));
        assertThat(faults.injected().get(0)).hasToString("[1] db:5432: reset after 3 bytes read (db:5432)");
        stream.close();
        assertThat(stream.isOpen()).isFalse();
        assertThatThrownBy(() -> read(1)).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void bytesReadAndWrittenCountTogetherUnlessOneWayIsChosen() throws IOException {
        faults.add(Faults.on("*").afterBytes(6).reset());
        write("abc");
        peer.write(bytes("hello"));

        assertThat(read(10)).isEqualTo("hel");
        assertThatThrownBy(() -> read(10)).isInstanceOf(SocketException.class);
    }

    @Test
    void aWriteIsResetInItsMiddle() throws IOException {
        faults.add(Faults.on("*").writing().afterBytes(3).reset());

        assertThatThrownBy(() -> write("hello")).isInstanceOf(SocketException.class);
        assertThat(new String(peer.read(10), US_ASCII)).isEqualTo("hel");
        assertThatThrownBy(() -> peer.read(10)).isInstanceOf(SocketException.class);
    }

    @Test
    void aReaderThatWaitsMeetsTheResetOfAWriter() throws Exception {
        faults.add(Faults.on("*").writing().afterBytes(0).reset());
        Background<String> reader = Background.run(() -> read(10));
        Threads.awaitBlocked(reader.thread());

        assertThatThrownBy(() -> write("x")).isInstanceOf(SocketException.class);
        assertThat(reader.failure())
                .isInstanceOf(SocketException.class)
                .isNotInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void aCutIsAnEndForReadsAndABrokenPipeForWrites() throws IOException {
        faults.add(Faults.on("*").reading().afterBytes(3).cut());
        peer.write(bytes("hello"));

        assertThat(read(10)).isEqualTo("hel");
        assertThat(read(10)).isEmpty();
        assertThat(read(10)).isEmpty();
        assertThatThrownBy(() -> write("x"))
                .isInstanceOf(SocketException.class)
                .hasMessageStartingWith("write to db:5432: broken pipe, injected: cut");
    }

    @Test
    void aHalfCloseEndsReadsAlone() throws IOException {
        faults.add(Faults.on("*").reading().afterBytes(0).halfClose());
        peer.write(bytes("hello"));

        assertThat(read(10)).isEmpty();
        write("on");
        assertThat(new String(peer.read(10), US_ASCII)).isEqualTo("on");
        assertThatThrownBy(() -> Faults.on("*").writing().halfClose()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aStallObeysDeadlinesAndLosesNothingAndEndsWithTheFault() throws Exception {
        Fault fault = faults.add(Faults.on("*").reading().afterBytes(2).stall());
        peer.write(bytes("hello"));
        assertThat(read(10)).isEqualTo("he");
        try (Timeout t = Timeout.after(SHORT)) {
            assertThatThrownBy(() -> read(10))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageContaining("read from db:5432");
        }
        assertThat(stream.available()).isZero();
        Background<String> reader = Background.run(() -> read(10));
        Threads.awaitBlocked(reader.thread());
        faults.remove(fault);
        assertThat(reader.get()).isEqualTo("llo");
    }

    @Test
    void closeAndInterruptEndAStall() throws Exception {
        faults.add(Faults.on("*").reading().stall());
        Background<String> interrupted = Background.run(() -> read(10));
        Threads.awaitBlocked(interrupted.thread());
        interrupted.thread().interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedIOException.class);

        Background<String> closed = Background.run(() -> read(10));
        Threads.awaitBlocked(closed.thread());
        stream.close();
        assertThat(closed.failure()).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void aSecondReaderIsRefusedWhileTheFirstOneIsStalled() throws Exception {
        faults.add(Faults.on("*").reading().stall());
        Background<String> first = Background.run(() -> read(10));
        Threads.awaitBlocked(first.thread());

        assertThatThrownBy(() -> read(10)).isInstanceOf(IllegalStateException.class);
        faults.clear();
        peer.write(bytes("hello"));
        assertThat(first.get()).isEqualTo("hello");
    }

    @Test
    void aStalledWriteThatTimesOutLeavesNoHalfMessageToBeFollowed() throws IOException {
        faults.add(Faults.on("*").writing().afterBytes(2).stall());
        try (Timeout t = Timeout.after(SHORT)) {
            assertThatThrownBy(() -> write("hello")).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(stream.isOpen()).isFalse();
        assertThatThrownBy(() -> write("hello")).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(new String(peer.read(10), US_ASCII)).isEqualTo("he");
        assertThatThrownBy(() -> peer.read(10)).isInstanceOf(SocketException.class);
    }

    @Test
    void anExpiredDeadlineChangesNothing() throws IOException {
        faults.add(Faults.on("*").reset());
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> write("x")).isInstanceOf(NetworkTimeoutException.class);
            assertThatThrownBy(() -> read(1)).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(faults.injected()).isEmpty();
        faults.clear();
        write("x");
    }

    @Test
    void latencyDelaysWhatHasComeAndATimeoutLosesNoByte() throws IOException {
        faults.add(Faults.on("*").reading().latency(SHORT));
        peer.write(bytes("hello"));
        long begin = Ticker.SYSTEM.read();
        String received = "";
        while (received.isEmpty()) {
            try (Timeout t = Timeout.after(Duration.ofMillis(5))) {
                received = read(10);
            } catch (NetworkTimeoutException e) {
                // the bytes are for the next read
            }
        }
        assertThat(received).isEqualTo("hello");
        assertThat(Ticker.SYSTEM.read() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(faults.injected()).as("told once").hasSize(1);
    }

    @Test
    void whatIsOnItsWayIsReadInPiecesAndAlsoAfterTheFaultHasEnded() throws IOException {
        faults.add(Faults.on("*").reading().latency(Duration.ofSeconds(1)));
        peer.write(bytes("hello"));
        try (Timeout t = Timeout.after(Duration.ofMillis(5))) {
            assertThatThrownBy(() -> read(10)).isInstanceOf(NetworkTimeoutException.class);
        }
        faults.clear();
        assertThat(read(2)).isEqualTo("he");
        assertThat(stream.available()).isEqualTo(3);
        assertThat(read(10)).isEqualTo("llo");
    }

    @Test
    void aWriteTakesTheLatencyOnce() throws IOException {
        faults.add(Faults.on("*").writing().latency(SHORT));
        faults.add(Faults.on("*").writing().slices(1));
        long begin = Ticker.SYSTEM.read();
        write("hello");
        assertThat(Ticker.SYSTEM.read() - begin)
                .isBetween(SHORT.toNanos(), Duration.ofSeconds(20).toNanos());
        assertThat(new String(peer.inputStream().readNBytes(5), US_ASCII)).isEqualTo("hello");
    }

    @Test
    void bandwidthLimitsWhatPasses() throws IOException {
        faults.add(Faults.on("*").bandwidth(100));
        long begin = Ticker.SYSTEM.read();
        write("0123456789a");
        assertThat(Ticker.SYSTEM.read() - begin)
                .as("the second piece waits for the first one")
                .isGreaterThanOrEqualTo(Duration.ofMillis(100).toNanos());

        peer.write(bytes("0123456789abcdefghij"));
        begin = Ticker.SYSTEM.read();
        assertThat(read(20) + read(20)).isEqualTo("0123456789abcdefghij");
        assertThat(Ticker.SYSTEM.read() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(200).toNanos());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void slicesLimitEachRead(int size) throws IOException {
        faults.add(Faults.on("*").slices(size));
        peer.write(bytes("hello"));
        assertThat(read(10)).isEqualTo("hello".substring(0, size));
        assertThat(stream.available()).isEqualTo(Math.min(size, 5 - size));
    }

    @Test
    void oneByteIsChangedInEachDirectionAndTheCallersBufferIsNot() throws IOException {
        faults.add(Faults.on("*").reading().afterBytes(1).corrupt());
        faults.add(Faults.on("*").writing().afterBytes(2).corrupt());
        peer.write(bytes("hello"));
        assertThat(read(10)).matches("h[^e]llo").hasSize(5);
        ByteBuffer sent = bytes("hello");
        stream.write(sent);
        assertThat(sent.array()).asString(US_ASCII).isEqualTo("hello");
        assertThat(new String(peer.inputStream().readNBytes(5), US_ASCII))
                .startsWith("he")
                .endsWith("lo")
                .isNotEqualTo("hello");
    }

    @Test
    void aHandshakeFailsAndClosesTheStream() throws Exception {
        faults.add(Faults.on("*").failTls());
        assertThatThrownBy(() -> stream.startTls(SSLContext.getDefault(), "db"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessage("TLS handshake with db:5432: handshake failure, injected: failed TLS handshake (*)");
        assertThatThrownBy(() -> write("secret")).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void closingTakesItsTimeButNotLongerThanTheDeadline() throws IOException {
        faults.add(Faults.on("*").closeLatency(SHORT));
        long begin = Ticker.SYSTEM.read();
        stream.close();
        assertThat(Ticker.SYSTEM.read() - begin).isGreaterThanOrEqualTo(SHORT.toNanos());

        faults.add(Faults.on("*").closeLatency(Duration.ofHours(1)));
        NetworkStreamInterface second = net.connect("db", 5432);
        try (Timeout t = Timeout.after(SHORT)) {
            second.close();
        }
        assertThat(second.isOpen()).isFalse();
    }

    @Test
    void acceptedStreamsMeetFaultsByThePeersAddress() throws IOException {
        faults.add(Faults.on("localhost").reading().reset());
        try (NetworkListenerInterface faulty = net.listen("api", 80);
                NetworkStreamInterface client = network.connect("api", 80);
                NetworkStreamInterface accepted = faulty.accept()) {
            assertThatThrownBy(() -> accepted.read(1)).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> client.read(1)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void theStreamKnowsItsFaults() {
        assertThat(stream.getExtraInfo(FaultyBackend.FAULTS)).containsSame(faults);
    }
}
