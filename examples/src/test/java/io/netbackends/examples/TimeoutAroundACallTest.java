// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.PlainServer;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeoutAroundACallTest {
    private static final Duration SHORT = Duration.ofMillis(250);
    private static final Duration AMPLE = Duration.ofSeconds(10);

    @Test
    void aConnectThatHangsEndsWhenItsTimeIsOver() throws Exception {
        try (PlainServer peer = PlainServer.blackhole();
                ClosingWatchdog watchdog = ClosingWatchdog.after(Duration.ofSeconds(20), peer::close)) {
            long start = System.nanoTime();
            assertThatExceptionOfType(NetworkTimeoutException.class)
                    .isThrownBy(() -> TimeoutAroundACall.connect("127.0.0.1", peer.port(), SHORT))
                    .satisfies(e -> assertThat(e.duration()).isEqualTo(SHORT));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, AMPLE);
        }
    }

    @Test
    void aReadThatHangsEndsWhenItsTimeIsOverAndLosesNothing() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = TimeoutAroundACall.connect("127.0.0.1", peer.port(), AMPLE);
                Socket accepted = peer.accept();
                ClosingWatchdog watchdog = ClosingWatchdog.after(Duration.ofSeconds(20), stream)) {
            long start = System.nanoTime();
            Optional<byte[]> nothing = TimeoutAroundACall.read(stream, SHORT);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, AMPLE);
            assertThat(nothing).isEmpty();

            accepted.getOutputStream().write("late".getBytes(US_ASCII));
            assertThat(TimeoutAroundACall.read(stream, AMPLE).orElseThrow())
                    .asString(US_ASCII)
                    .isEqualTo("late");
        }
    }
}
