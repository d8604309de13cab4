// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLHandshakeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkStreamTest {
    private final FakeTransport transport = new FakeTransport();
    private final NetworkStream stream = new NetworkStream(transport, "192.0.2.1:80");

    @AfterEach
    void noInterruptIsLeftBehind() {
        assertThat(Thread.interrupted()).isFalse();
    }

    private void assertClosed(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasMessageContaining("192.0.2.1:80: the stream is closed");
    }

    @Test
    void describesPeerTlsAndState() throws Exception {
        assertThat(stream).hasToString("<NetworkStream [\"192.0.2.1:80\"]>");
        stream.close();
        assertThat(stream).hasToString("<NetworkStream [\"192.0.2.1:80\" CLOSED]>");
    }

    @Test
    void readsWhatTheTransportHas() throws Exception {
        transport.onRead(dst -> {
            dst.put((byte) 'a').put((byte) 'b');
            return 2;
        });
        assertThat(stream.read(10)).containsExactly('a', 'b');
    }

    @Test
    void aReadTellsTheTransportWhatIsLeftOfTheDeadline() throws Exception {
        transport.onRead(dst -> 1).onRead(dst -> 1).onRead(dst -> 1);
        try (Timeout overall = Timeout.after(Duration.ofMinutes(2));
                Timeout idle = Timeout.idle(Duration.ofHours(1))) {
            stream.read(ByteBuffer.allocate(1));
            assertThat(transport.remainingNanos)
                    .isBetween(1L, Duration.ofMinutes(2).toNanos());
            overall.cancel();
            stream.read(ByteBuffer.allocate(1));
            assertThat(transport.remainingNanos).isEqualTo(Duration.ofHours(1).toNanos());
        }
        stream.read(ByteBuffer.allocate(1));
        assertThat(transport.remainingNanos).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theEndOfTheStreamStays() throws Exception {
        transport.onRead(dst -> -1).onRead(dst -> {
            throw new AssertionError("asked again");
        });
        assertThat(stream.read()).isEmpty();
        assertThat(stream.read()).isEmpty();
        assertThat(stream.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(stream.read(ByteBuffer.allocate(0))).isZero();
        assertThat(transport.calls).isEqualTo(1);
    }

    @Test
    void neitherAnEmptyWriteNorAFullBufferReachesTheTransport() throws Exception {
        stream.write(new byte[0]);
        assertThat(stream.read(ByteBuffer.allocate(0))).isZero();
        assertThat(transport.calls).isZero();
    }

    @Test
    void closesTheTransportOnce() throws Exception {
        stream.close();
        stream.close();
        assertThat(transport.closes).isEqualTo(1);
        assertThat(stream.isOpen()).isFalse();
    }

    @Test
    void reportsAFailureToCloseOnceAndIsClosed() {
        transport.closeFailure = new IOException("disk");
        assertThatThrownBy(stream::close).isInstanceOf(SocketException.class).hasMessage("close 192.0.2.1:80: disk");
        assertThat(stream.isOpen()).isFalse();
    }

    @Test
    void extraInfoIsTheTransportsAndNullIsNoKey() throws Exception {
        assertThat(stream.getExtraInfo("key")).isEqualTo("value");
        assertThat(stream.getExtraInfo("other")).isNull();
        stream.close();
        assertThat(stream.getExtraInfo("key")).isEqualTo("value");
        assertThatThrownBy(() -> stream.getExtraInfo((String) null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void shutDownOutputStaysShutDown() throws Exception {
        stream.shutdownOutput();
        stream.shutdownOutput();
        assertThat(transport.calls).isEqualTo(1);
        assertThatThrownBy(() -> stream.write(new byte[1]))
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasMessage("write to 192.0.2.1:80: the output was shut down");
        assertThat(stream.read()).isEmpty();
    }

    @Nested
    class ChecksInOrder {
        @Test
        void argumentsBeforeAllElse() throws Exception {
            stream.close();
            Thread.currentThread().interrupt();
            try (Timeout timeout = Timeout.after(Duration.ZERO)) {
                assertThatThrownBy(() -> stream.read(0)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> stream.read(-1)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> stream.read(ByteBuffer.allocate(1).asReadOnlyBuffer()))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> stream.read((ByteBuffer) null)).isInstanceOf(NullPointerException.class);
                assertThatThrownBy(() -> stream.write((ByteBuffer) null)).isInstanceOf(NullPointerException.class);
                assertThatThrownBy(() -> stream.write((byte[]) null)).isInstanceOf(NullPointerException.class);
                assertThatThrownBy(() -> stream.startTls(null)).isInstanceOf(NullPointerException.class);
            }
            assertThat(Thread.interrupted()).isTrue();
        }

        @Test
        void closedBeforeInterruptedAndExpired() throws Exception {
            stream.close();
            Thread.currentThread().interrupt();
            try (Timeout timeout = Timeout.after(Duration.ZERO)) {
                assertClosed(stream::read);
                assertClosed(() -> stream.write(new byte[0]));
                assertClosed(() -> stream.startTls(NetworkStreamTlsTest.clientEngine()));
                assertClosed(stream::shutdownOutput);
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(transport.calls).isZero();
        }

        @Test
        void interruptedBeforeExpiredAndNothingIsLost() throws Exception {
            transport.onRead(dst -> {
                dst.put((byte) 1);
                return 1;
            });
            Thread.currentThread().interrupt();
            try (Timeout timeout = Timeout.after(Duration.ZERO)) {
                assertThatThrownBy(stream::read)
                        .isInstanceOf(InterruptedIOException.class)
                        .isNotInstanceOf(NetworkTimeoutException.class);
                assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(InterruptedIOException.class);
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(transport.calls).isZero();
            assertThat(stream.read()).hasSize(1);
        }

        @Test
        void anExpiredDeadlineBeforeAnyIo() throws Exception {
            try (Timeout timeout = Timeout.after(Duration.ZERO)) {
                assertThatThrownBy(stream::read)
                        .isInstanceOf(NetworkTimeoutException.class)
                        .hasMessageStartingWith("read from 192.0.2.1:80 timed out");
                assertThatThrownBy(() -> stream.write(new byte[1]))
                        .isInstanceOf(NetworkTimeoutException.class)
                        .hasMessageStartingWith("write to 192.0.2.1:80 timed out");
                assertThatThrownBy(() -> stream.read(ByteBuffer.allocate(0)))
                        .isInstanceOf(NetworkTimeoutException.class);
                assertThatThrownBy(stream::shutdownOutput).isInstanceOf(NetworkTimeoutException.class);
            }
            assertThat(transport.calls).isZero();
            stream.write(new byte[1]);
            assertThat(transport.calls).isEqualTo(1);
        }

        @Test
        void closeIgnoresAnExpiredDeadline() throws Exception {
            try (Timeout timeout = Timeout.after(Duration.ZERO)) {
                stream.close();
            }
            assertThat(transport.closes).isEqualTo(1);
        }
    }

    @Nested
    class AfterAFailure {
        @Test
        void aReadThatTimedOutMayBeRepeated() throws Exception {
            transport
                    .onRead(dst -> {
                        throw new NetworkTimeoutException("read", Duration.ofSeconds(1));
                    })
                    .onRead(dst -> {
                        dst.put((byte) 1);
                        return 1;
                    });
            assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
            assertThat(stream.read()).hasSize(1);
        }

        @Test
        void aWriteThatTimedOutClosesTheStream() {
            transport.onWrite(src -> {
                throw new NetworkTimeoutException("write", Duration.ofSeconds(1));
            });
            assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(NetworkTimeoutException.class);
            assertThat(transport.aborts).isEqualTo(1);
            assertThat(transport.closes).isZero();
            assertThat(stream.isOpen()).isFalse();
            assertClosed(() -> stream.write(new byte[1]));
            assertThatThrownBy(stream::read)
                    .isInstanceOf(NetworkStreamClosedException.class)
                    .hasCauseInstanceOf(NetworkTimeoutException.class);
        }

        @Test
        void aResetIsRepeatedForEverAndFreshEachTime() {
            IOException reset = new IOException("Connection reset by peer");
            transport.onRead(dst -> {
                throw reset;
            });
            Throwable previous = null;
            for (int i = 0; i < 5; i++) {
                Throwable next = catchThrowable(stream::read);
                assertThat(next)
                        .isExactlyInstanceOf(SocketException.class)
                        .hasMessage("read from 192.0.2.1:80: Connection reset by peer")
                        .hasCause(reset)
                        .isNotSameAs(previous);
                previous = next;
            }
        }

        @Test
        void aBrokenPipeLeavesTheReadingSide() throws Exception {
            transport
                    .onWrite(src -> {
                        throw new SocketException("Broken pipe");
                    })
                    .onRead(dst -> {
                        dst.put((byte) 1);
                        return 1;
                    });
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> stream.write(new byte[1]))
                        .isInstanceOf(SocketException.class)
                        .hasMessage("write to 192.0.2.1:80: Broken pipe");
            }
            assertThat(stream.read()).hasSize(1);
            assertThat(stream.read()).isEmpty();
        }

        /** The system reports the loss to a single call, in the user's language; the other call gets an end of stream. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Connection reset by peer",
                    "Connexion ré-initialisée par le correspondant",
                    "Connection timed out"
                })
        void aConnectionThatAWriterLostDoesNotEndForTheReader(String reason) {
            IOException loss = new IOException(reason);
            transport.onWrite(src -> {
                throw loss;
            });
            assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(SocketException.class);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(stream::read)
                        .isExactlyInstanceOf(SocketException.class)
                        .hasMessage("read from 192.0.2.1:80: " + reason)
                        .hasCause(loss);
            }
        }

        @Test
        void anInterruptedCallClosesTheStreamAndKeepsTheFlag() {
            transport.onRead(dst -> {
                Thread.currentThread().interrupt();
                throw new ClosedByInterruptException();
            });
            assertThatThrownBy(stream::read)
                    .isInstanceOf(InterruptedIOException.class)
                    .isNotInstanceOf(NetworkTimeoutException.class)
                    .hasMessageContaining("192.0.2.1:80");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(transport.closes).isEqualTo(1);
            assertClosed(stream::read);
        }

        @Test
        void aTlsFailureKeepsItsTypeAndNamesThePeer() {
            transport.onRead(dst -> {
                throw new SSLHandshakeException("bad certificate");
            });
            assertThatThrownBy(stream::read)
                    .isExactlyInstanceOf(SSLHandshakeException.class)
                    .hasMessage("read from 192.0.2.1:80: bad certificate");
        }

        @Test
        void aDefectInTheTransportIsThrownAsItIsAndAbortsTheStream() {
            IllegalStateException defect = new IllegalStateException("defect");
            transport.onRead(dst -> {
                throw defect;
            });
            assertThatThrownBy(stream::read).isSameAs(defect);
            assertThat(transport.aborts).isEqualTo(1);
            assertThatThrownBy(stream::read)
                    .isInstanceOf(NetworkStreamClosedException.class)
                    .hasCause(defect);
        }
    }

    @Nested
    class FromSeveralThreads {
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        private int block(ByteBuffer buffer) throws IOException {
            inside.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (transport.closes > 0) {
                throw new SocketException("Socket closed");
            }
            return 0;
        }

        @Test
        void aSecondReaderIsRefusedAndAWriterIsNot() throws Exception {
            transport.onRead(this::block);
            Background<byte[]> reader = Background.run(stream::read);
            inside.await();
            assertThatThrownBy(stream::read).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> stream.startTls(NetworkStreamTlsTest.clientEngine()))
                    .isInstanceOf(IllegalStateException.class);
            stream.write(new byte[1]);
            release.countDown();
            reader.get();
            assertThat(stream.isOpen()).isTrue();
        }

        @Test
        void aSecondWriterIsRefusedAndAReaderIsNot() throws Exception {
            transport.onWrite(this::block);
            Background<Void> writer = Background.run(() -> {
                stream.write(new byte[1]);
                return null;
            });
            inside.await();
            assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(IllegalStateException.class);
            stream.shutdownOutput();
            assertThatThrownBy(() -> stream.startTls(NetworkStreamTlsTest.clientEngine()))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(stream.read()).isEmpty();
            release.countDown();
            writer.get();
        }

        @Test
        void closingEndsABlockedReadAsClosed() throws Exception {
            transport.onRead(this::block);
            Background<byte[]> reader = Background.run(stream::read);
            inside.await();
            stream.close();
            release.countDown();
            assertThat(reader.failure())
                    .isInstanceOf(NetworkStreamClosedException.class)
                    .hasMessage("read from 192.0.2.1:80: the stream is closed")
                    .hasCauseInstanceOf(SocketException.class);
        }
    }
}
