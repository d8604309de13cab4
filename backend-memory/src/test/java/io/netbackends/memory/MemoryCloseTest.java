// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The end of connections, seen from both ends. */
class MemoryCloseTest extends ConnectedTestBase {
    @Test
    void whatWasWrittenBeforeClosingIsReadThenTheEndForEver() throws Exception {
        send("last");
        far.close();
        assertThat(stream.read(2)).isEqualTo("la".getBytes(US_ASCII));
        assertThat(stream.read()).isEqualTo("st".getBytes(US_ASCII));
        for (int i = 0; i < 3; i++) {
            assertThat(stream.read()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void thePeersBlockedReadComesToTheEnd(boolean virtual) throws Exception {
        Background<byte[]> reader = blockedReader(virtual);
        far.close();
        assertThat(reader.get()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void thePeersBlockedWriteFailsAtOnce(boolean virtual) throws Exception {
        Background<Void> writer = blockedWriter(virtual);
        far.close();
        assertBroken(writer.failure(), "write", "Connection reset");
    }

    @Test
    void writingToAPeerThatIsGoneFailsAtOnceAndForEver() throws Exception {
        send("last");
        far.close();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> stream.write(new byte[1]))
                    .satisfies(failure -> assertBroken(failure, "write", "Broken pipe"));
        }
        assertThat(stream.read()).isEqualTo("last".getBytes(US_ASCII));
        assertThat(stream.read()).isEmpty();
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void closingWithBytesUnreadIsAResetBehindWhatWasWritten() throws Exception {
        stream.write(new byte[1]);
        send("last");
        far.close();
        assertThat(stream.read()).isEqualTo("last".getBytes(US_ASCII));
        assertThatThrownBy(stream::read).satisfies(failure -> assertBroken(failure, "read", "Connection reset"));
        assertThatThrownBy(() -> stream.write(new byte[1]))
                .satisfies(failure -> assertBroken(failure, "write", "Connection reset"));
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void closingWakesTheOwnReaderAndThePeerSeesACleanEnd(boolean virtual) throws Exception {
        Background<byte[]> reader = blockedReader(virtual);
        stream.close();
        assertThat(reader.failure()).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(far.getInputStream().read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void closingWakesTheOwnReaderThatHasADeadline(boolean virtual) throws Exception {
        Background<byte[]> reader = blocked(virtual, () -> {
            try (Timeout timeout = Timeout.after(LONG)) {
                return stream.read();
            }
        });
        stream.close();
        assertThat(reader.failure()).isInstanceOf(NetworkStreamClosedException.class);
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void closingWakesTheOwnWriterAndWhatWasTakenInStillArrives(boolean virtual) throws Exception {
        Background<Void> writer = blockedWriter(virtual);
        stream.close();
        assertThat(writer.failure()).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(far.getInputStream().readAllBytes()).hasSize(BUFFER);
    }

    @Test
    void closesUnderAnExpiredDeadlineAndOnAnInterruptedThread() throws Exception {
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            Thread.currentThread().interrupt();
            stream.close();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(far.getInputStream().read()).isEqualTo(-1);
        stream.close();
    }

    @Test
    void eitherSideMayStopWritingFirst() throws Exception {
        stream.write("question".getBytes(US_ASCII));
        stream.shutdownOutput();
        stream.shutdownOutput();
        assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(far.getInputStream().readAllBytes()).isEqualTo("question".getBytes(US_ASCII));
        send("answer");
        far.shutdownOutput();
        assertThat(stream.inputStream().readAllBytes()).isEqualTo("answer".getBytes(US_ASCII));
    }

    @Test
    void streamThatHasReadToTheEndCanStillWrite() throws Exception {
        far.shutdownOutput();
        assertThat(stream.read()).isEmpty();
        stream.write("still here".getBytes(US_ASCII));
        assertThat(far.getInputStream().readNBytes(10)).isEqualTo("still here".getBytes(US_ASCII));
    }

    @Test
    void shuttingDownTheOutputWakesThePeersReader() throws Exception {
        Background<byte[]> reader = blockedReader(false);
        far.shutdownOutput();
        assertThat(reader.get()).isEmpty();
    }

    @Test
    void shuttingDownTheOutputToAPeerThatIsGoneDoesNothing() throws Exception {
        far.reset();
        stream.shutdownOutput();
        assertThatThrownBy(stream::read).satisfies(failure -> assertBroken(failure, "read", "Connection reset"));
    }

    @Test
    void aResetIsAnErrorForEverNeverTheEnd() {
        far.reset();
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(stream::read).satisfies(failure -> assertBroken(failure, "read", "Connection reset"));
            assertThatThrownBy(() -> stream.write(new byte[1]))
                    .satisfies(failure -> assertBroken(failure, "write", "Connection reset"));
        }
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void whatCameBeforeAResetCanBeRead() throws Exception {
        send("half an ans");
        far.reset();
        assertThat(stream.read()).isEqualTo("half an ans".getBytes(US_ASCII));
        assertThatThrownBy(stream::read).satisfies(failure -> assertBroken(failure, "read", "Connection reset"));
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void aResetEndsBlockedCallsOfThePeer(boolean virtual) throws Exception {
        Background<byte[]> reader = blockedReader(virtual);
        Background<Void> writer = blockedWriter(virtual);
        far.reset();
        assertBroken(reader.failure(), "read", "Connection reset");
        assertBroken(writer.failure(), "write", "Connection reset");
    }

    @Test
    void resetClosesTheStream() throws Exception {
        Background<byte[]> reader = blockedReader(false);
        Background<Void> writer = blockedWriter(false);
        MemorySocket.of(stream).reset();
        assertThat(reader.failure()).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(writer.failure()).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(far.getInputStream().readNBytes(BUFFER)).hasSize(BUFFER);
        assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    /** Checks for the exception type and message of all backends. */
    private void assertBroken(Throwable failure, String call, String reason) {
        String peer = "localhost:" + far.getLocalAddress().getPort();
        assertThat(failure)
                .isInstanceOf(SocketException.class)
                .isNotInstanceOf(NetworkStreamClosedException.class)
                .hasMessage(call + (call.equals("read") ? " from " : " to ") + peer + ": " + reason)
                .hasCauseInstanceOf(SocketException.class);
    }
}
