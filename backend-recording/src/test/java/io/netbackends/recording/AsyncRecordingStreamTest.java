// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.async.AsyncForwardingNetworkStream;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFuture;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class AsyncRecordingStreamTest {
    /** A call that the test completes: once, as a transport does, and never through its derived futures. */
    private static final class ManualCall<T> extends NetworkFuture<T> {}

    /** A stream whose calls the test completes. */
    private static final class ManualStream implements AsyncNetworkStreamInterface {
        final Deque<ManualCall<byte[]>> reads = new ArrayDeque<>();
        final Deque<ManualCall<Void>> others = new ArrayDeque<>();

        @Override
        public CompletableFuture<byte[]> read(int maxBytes) {
            reads.add(new ManualCall<>());
            return reads.getLast();
        }

        @Override
        public CompletableFuture<Void> write(ByteBuffer src) {
            return other();
        }

        @Override
        public CompletableFuture<Void> startTls(javax.net.ssl.SSLEngine engine) {
            return other();
        }

        @Override
        public CompletableFuture<Void> shutdownOutput() {
            return other();
        }

        @Override
        public CompletableFuture<Void> shutdownInput() {
            return other();
        }

        @Override
        public CompletableFuture<Void> close() {
            return other();
        }

        private CompletableFuture<Void> other() {
            others.add(new ManualCall<>());
            return others.getLast();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public Object getExtraInfo(String key) {
            return null;
        }
    }

    private final EventLog log = new EventLog();
    private final ManualStream manual = new ManualStream();
    private final AsyncNetworkStreamInterface stream = recording(manual);

    @Test
    void bytesAreRecordedBeforeTheirFutureIsComplete() {
        CompletableFuture<byte[]> read = stream.read(5);
        CompletableFuture<Boolean> recorded = read.thenApply(bytes -> log.events.contains("read hello"));
        assertThat(log.events).containsExactly("beforeRead");

        manual.reads.remove().complete(bytes("hello"));

        assertThat(recorded).isCompletedWithValue(true);
        assertThat(read).isCompletedWithValueMatching(bytes -> bytes.length == 5);
    }

    @Test
    void allWaysToReadAreRecorded() {
        ByteBuffer dst = ByteBuffer.allocate(3);
        CompletableFuture<Integer> into = stream.read(dst);
        manual.reads.remove().complete(bytes("abc"));
        CompletableFuture<byte[]> all = stream.readAll(10);
        manual.reads.remove().complete(bytes("def"));
        manual.reads.remove().complete(new byte[0]);

        assertThat(into).isCompletedWithValue(3);
        assertThat(all).isCompletedWithValueMatching(bytes -> bytes.length == 3);
        assertThat(log.events).containsExactly("beforeRead", "read abc", "beforeRead", "read def", "beforeRead", "end");
    }

    @Test
    void cancelledReadLeavesNoTrace() {
        CompletableFuture<byte[]> read = stream.read(5);

        assertThat(read.cancel(true)).isTrue();

        assertThat(read).isCancelled();
        assertThat(manual.reads.remove()).isCancelled();
        assertThat(log.events).containsExactly("beforeRead");
    }

    @Test
    void readThatWasFasterThanItsCancellationIsDeliveredAndRecorded() {
        CompletableFuture<byte[]> read = stream.read(5);
        ManualCall<byte[]> call = manual.reads.remove();
        // Functions of one future run in reverse order: this one runs before the recording gets the bytes.
        call.thenRun(() -> {
            assertThat(read.cancel(true)).isFalse();
            assertThat(read.completeExceptionally(new TimeoutException())).isFalse();
            assertThat(read.complete(bytes("other"))).isFalse();
        });

        call.complete(bytes("hello"));

        assertThat(read).isCompletedWithValueMatching(bytes -> new String(bytes, US_ASCII).equals("hello"));
        assertThat(log.events).containsExactly("beforeRead", "read hello");
    }

    @Test
    void bytesThatTheCallerPutsInPlaceOfTheReadAreNotRecorded() {
        CompletableFuture<byte[]> read = stream.read(5);

        assertThat(read.complete(bytes("mine"))).isTrue();

        assertThat(read).isCompletedWithValueMatching(bytes -> bytes.length == 4);
        assertThat(log.events).containsExactly("beforeRead");
    }

    @Test
    void orTimeoutEndsTheReadItself() {
        CompletableFuture<byte[]> read = stream.read(5).orTimeout(1, TimeUnit.MILLISECONDS);

        assertThatThrownBy(() -> read.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);

        assertThat(manual.reads.remove()).isCompletedExceptionally();
        assertThat(log.events).containsExactly("beforeRead");
    }

    @Test
    void failuresAreRecordedAndPassedByIdentity() {
        SocketException reset = new SocketException("reset");
        CompletableFuture<byte[]> read = stream.read(5);
        manual.reads.remove().completeExceptionally(reset);
        CompletableFuture<Void> shutdown = stream.shutdownOutput();
        manual.others.remove().completeExceptionally(reset);
        CompletableFuture<Void> close = stream.close();
        manual.others.remove().completeExceptionally(reset);

        assertThatThrownBy(read::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isSameAs(reset);
        assertThat(shutdown).isCompletedExceptionally();
        assertThat(close).isCompletedExceptionally();
        assertThat(log.events)
                .containsExactly("beforeRead", "read failed", "shutdownOutput failed", "close failed", "closed");
        assertThat(log.failures).containsExactly(reset, reset, reset);
    }

    @Test
    void badArgumentsAndStatesAreNotRecorded() {
        CompletableFuture<Void> write = stream.write(ByteBuffer.allocate(3));
        manual.others.remove().completeExceptionally(new IllegalStateException("another write is under way"));

        assertThat(write).isCompletedExceptionally();
        assertThat(log.events).isEmpty();
    }

    @Test
    void writeThatFailsOrIsCancelledRecordsWhatWasTaken() {
        ByteBuffer src = ByteBuffer.wrap(bytes("abcdef"));
        CompletableFuture<Void> first = stream.write(src);
        src.position(3);
        manual.others.remove().completeExceptionally(new SocketException("reset"));
        CompletableFuture<Void> second = stream.write(src);
        src.position(4);
        second.cancel(true);

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCancelled();
        assertThat(log.events).containsExactly("written abc", "write failed", "written d", "write failed");
        assertThat(log.failures.get(1))
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasMessage("write: the call was cancelled");
    }

    @Test
    void halfCloseEndAndCloseAreToldOnce() {
        stream.shutdownOutput();
        manual.others.remove().complete(null);
        stream.shutdownOutput();
        manual.others.remove().complete(null);
        for (int i = 0; i < 2; i++) {
            stream.read(1);
            manual.reads.remove().complete(new byte[0]);
        }
        stream.close();
        stream.abort();
        assertThat(log.events).containsExactly("output shut down", "beforeRead", "end", "beforeRead");
        manual.others.remove().complete(null);
        manual.others.remove().complete(null);
        assertThat(log.events).last().isEqualTo("closed");
        assertThat(log.events).hasSize(5);
    }

    @Test
    void anEndThatThisSideHasMadeIsNotToldAsThePeers() {
        stream.shutdownInput();
        manual.others.remove().completeExceptionally(new IOException("no"));
        stream.read(1);
        stream.shutdownInput();
        manual.others.remove().complete(null);
        manual.reads.remove().complete(new byte[0]);
        assertThat(log.events).containsExactly("beforeRead");
    }

    @Test
    void handshakeIsToldWhenItIsComplete() throws Exception {
        CompletableFuture<Void> startTls = stream.startTls(SSLContext.getDefault(), "localhost");
        assertThat(log.events).isEmpty();
        manual.others.remove().complete(null);
        assertThat(startTls).isCompleted();
        assertThat(log.events).containsExactly("tls SSL_NULL_WITH_NULL_NULL ");
    }

    @Test
    void noCallThrows() {
        AsyncNetworkStreamInterface refusing = recording(new AsyncForwardingNetworkStream(manual) {
            @Override
            public CompletableFuture<Void> write(ByteBuffer src) {
                return src == null ? CompletableFuture.failedFuture(new NullPointerException()) : super.write(src);
            }
        });
        assertThat(refusing.write((ByteBuffer) null)).isCompletedExceptionally();
        assertThat(log.events).isEmpty();
    }

    @Test
    void recorderThatFailsEndsNoCall() {
        FailsafeRecorder failsafe = new FailsafeRecorder(new WarnOnce());
        failsafe.begin(new ConnectionRecorder() {
            @Override
            public void read(ByteBuffer bytes) throws IOException {
                throw new IOException("no");
            }

            @Override
            public void written(ByteBuffer bytes) {}
        });
        CompletableFuture<byte[]> read = new AsyncRecordingStream(manual, failsafe).read(5);
        try (Warnings warnings = new Warnings()) {
            manual.reads.remove().complete(bytes("hello"));
            assertThat(warnings.messages()).hasSize(1);
        }
        assertThat(read).succeedsWithin(Duration.ZERO);
    }

    private AsyncNetworkStreamInterface recording(AsyncNetworkStreamInterface delegate) {
        FailsafeRecorder failsafe = new FailsafeRecorder(new WarnOnce());
        failsafe.begin(log);
        return new AsyncRecordingStream(delegate, failsafe);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
