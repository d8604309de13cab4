// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static io.netbackends.memory.Interruption.assertEndsAsInterrupted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.Timeout;
import java.io.InterruptedIOException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Interrupts, which end a blocked call on a thread of either kind. */
class MemoryInterruptTest extends ConnectedTestBase {
    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void endsABlockedReadAndThePeerSeesTheEnd(boolean virtual) throws Exception {
        assertEndsAsInterrupted(virtual, stream::read);
        assertThatThrownBy(stream::read).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(far.getInputStream().read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void endsABlockedReadThatHasADeadline(boolean virtual) throws Exception {
        assertEndsAsInterrupted(virtual, () -> {
            try (Timeout timeout = Timeout.after(LONG)) {
                return stream.read();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void endsABlockedWriteAndResetsTheConnection(boolean virtual) throws Exception {
        assertEndsAsInterrupted(virtual, () -> {
            stream.write(new byte[BUFFER + 1]);
            return null;
        });
        assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(NetworkStreamClosedException.class);
        assertThatThrownBy(() -> far.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
    }

    @Test
    void aCallOnAnInterruptedThreadFailsAndChangesNothing() throws Exception {
        send("x");
        Thread.currentThread().interrupt();
        assertThatThrownBy(stream::read).isInstanceOf(InterruptedIOException.class);
        assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stream.read()).containsExactly('x');
        assertThat(far.getInputStream().available()).isZero();
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void endsARawReadAndLeavesTheSocketOpen(boolean virtual) throws Exception {
        assertEndsAsInterrupted(virtual, () -> far.getInputStream().read());
        stream.write(new byte[] {7});
        assertThat(far.getInputStream().read()).isEqualTo(7);
    }
}
