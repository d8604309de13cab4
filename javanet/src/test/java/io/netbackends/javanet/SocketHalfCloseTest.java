// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One direction closed: the platform's sockets and those of this project. */
class SocketHalfCloseTest {
    @ParameterizedTest
    @EnumSource
    void shutdownOutputEndsWritingAlone(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            OutputStream out = pair.out();
            pair.client().shutdownOutput();
            assertThat(pair.client().isOutputShutdown()).isTrue();
            assertThat(pair.peer().getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(() -> out.write(1))
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Broken pipe");
            assertThatThrownBy(pair::out)
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Socket output is shutdown");
            assertThatThrownBy(pair.client()::shutdownOutput)
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Socket output is already shutdown");
            pair.peer().getOutputStream().write(1);
            assertThat(pair.in().read()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shutdownInputEndsReadingAlone(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            InputStream in = pair.in();
            pair.client().shutdownInput();
            assertThat(pair.client().isInputShutdown()).isTrue();
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.available()).isZero();
            assertThatThrownBy(pair::in)
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Socket input is shutdown");
            assertThatThrownBy(pair.client()::shutdownInput)
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Socket input is already shutdown");
            pair.out().write(1);
            assertThat(pair.peer().getInputStream().read()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shutdownInputWakesTheReader(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            InputStream in = pair.in();
            Background<Integer> reading = Background.run(() -> in.read());
            Threads.awaitBlocked(reading.thread());
            pair.client().shutdownInput();
            assertThat(reading.get()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shutdownOutputEndsTheWriteOfAnotherThread(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            Background<Void> writing = Background.run(() -> {
                pair.fillAndBlock();
                return null;
            });
            Threads.awaitBlocked(writing.thread());
            pair.client().shutdownOutput();
            assertThat(writing.failure())
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Broken pipe");
            assertThat(pair.client().isOutputShutdown()).isTrue();
            pair.peer().getOutputStream().write(1);
            assertThat(pair.in().read()).isEqualTo(1);
            assertThat(pair.peer().getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLATFORM")
    void shutdownOutputEndsAWriteThatHasADeadline(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            Background<Void> writing = Background.run(() -> {
                try (Timeout deadline = Timeout.after(Duration.ofMinutes(1))) {
                    pair.fillAndBlock();
                }
                return null;
            });
            Threads.awaitBlocked(writing.thread());
            pair.client().shutdownOutput();
            assertThat(writing.failure())
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Broken pipe");
        }
    }
}
