// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ClosingWatchdogTest {
    @Test
    void aBlockedReadComesBackAndTheGuardSaysWhy() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.silent());
                Socket socket = new Socket("127.0.0.1", peer.port())) {
            ClosingWatchdog guard = ClosingWatchdog.after(Duration.ofMillis(100), socket);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(guard::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("watchdog fired")
                    .hasMessageContaining("PT0.1S")
                    .cause()
                    .hasStackTraceContaining("aBlockedReadComesBackAndTheGuardSaysWhy");
        }
    }

    @Test
    void anEndThatCannotCloseDoesNotKeepTheNextOneOpen() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        ClosingWatchdog guard = ClosingWatchdog.after(
                Duration.ZERO,
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                closed::countDown);

        closed.await();

        assertThatThrownBy(guard::close).isInstanceOf(AssertionError.class);
        never.countDown();
    }

    @Test
    void aGuardClosedInTimeTouchesNothing() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        ClosingWatchdog guard = ClosingWatchdog.after(Duration.ofMillis(50), closed::countDown);

        assertThatCode(guard::close).doesNotThrowAnyException();

        assertThat(closed.await(100, java.util.concurrent.TimeUnit.MILLISECONDS))
                .isFalse();
    }
}
