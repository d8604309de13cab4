// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.PlainServer;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The ambient deadline, which the platform's sockets do not support. */
class SocketDeadlineTest {
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PLATFORM")
    void readEndsAtTheDeadlineIfThatIsSooner(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            pair.client().setSoTimeout(60_000);
            pair.peer().getOutputStream().write(2);
            assertThat(pair.in().read()).isEqualTo(2);
            try (Timeout deadline = Timeout.after(Duration.ofMillis(50))) {
                assertThatThrownBy(pair.in()::read)
                        .isInstanceOf(NetworkTimeoutException.class)
                        .hasMessageEndingWith("the deadline of 0.05 s has passed");
            }
            pair.peer().getOutputStream().write(1);
            assertThat(pair.in().read()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PLATFORM")
    void soTimeoutIsNoDeadlineOfTheThreadAndStartsAnewWithEachRead(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            pair.client().setSoTimeout(20);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(pair.in()::read).isExactlyInstanceOf(SocketTimeoutException.class);
                assertThat(Timeout.isActive()).isFalse();
                pair.peer().getOutputStream().write(i);
                pair.client().setSoTimeout(60_000);
                assertThat(pair.in().read()).isEqualTo(i);
                assertThat(Timeout.isActive()).isFalse();
                pair.client().setSoTimeout(20);
            }
        }
    }

    /** Drivers ignore a timeout that they have not requested, and read again. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PLATFORM")
    void readWithoutSoTimeoutEndsInAFailureThatIsNoTimeout(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected();
                Timeout deadline = Timeout.after(Duration.ofMillis(50))) {
            assertThatThrownBy(pair.in()::read)
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessageEndingWith("the deadline of 0.05 s has passed")
                    .hasCauseInstanceOf(NetworkTimeoutException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PLATFORM")
    void readEndsAtSoTimeoutIfThatIsSooner(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected();
                Timeout deadline = Timeout.after(Duration.ofSeconds(60))) {
            pair.client().setSoTimeout(50);
            assertThatThrownBy(pair.in()::read)
                    .isExactlyInstanceOf(SocketTimeoutException.class)
                    .hasMessage("Read timed out");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PLATFORM")
    void stalledWriteEndsAtTheDeadline(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected();
                Timeout deadline = Timeout.after(Duration.ofMillis(200))) {
            assertThatThrownBy(pair::fillAndBlock)
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageEndingWith("the deadline of 0.2 s has passed");
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PLATFORM", "MEMORY"})
    void connectEndsAtTheDeadline(SocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.blackhole();
                Socket socket = kind.unconnected();
                Timeout deadline = Timeout.after(Duration.ofMillis(100))) {
            assertThatThrownBy(() -> socket.connect(server.address(), 60_000))
                    .isInstanceOf(NetworkTimeoutException.class);
        }
    }
}
