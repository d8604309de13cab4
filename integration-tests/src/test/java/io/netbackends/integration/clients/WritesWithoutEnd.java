// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.integration.Tls;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.TcpProxy;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that can send more than the buffers hold. For {@link ClientTest}s. */
interface WritesWithoutEnd {
    /** Enough for logins and handshakes, with and without TLS. */
    long READ_BEFORE_STALL = 64 * 1024;

    Duration DEADLINE = Duration.ofMillis(300);

    /** Returns the port of the server, which reads {@value #READ_BEFORE_STALL} bytes and then no more. */
    int port();

    /** Sends endlessly to this port of 127.0.0.1, through the client. */
    void writeWithoutEnd(Sockets sockets, int port) throws Exception;

    /** Returns the text about the deadline in the failure; some clients drop the cause. */
    default String failureAtDeadline() {
        return NetworkTimeoutException.class.getName();
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio", "recording:nio"})
    default void a_write_that_stalls_ends_at_the_deadline_while_the_platforms_hangs(String spec) throws Exception {
        try (TcpProxy stalled = TcpProxy.to(port()).stallingAfter(READ_BEFORE_STALL)) {
            Background<Void> platforms = Background.run(() -> {
                writeWithoutEnd(JvmSockets.trusting(Tls.PKI.certificate()), stalled.port());
                return null;
            });
            long start = System.nanoTime();
            Throwable failure = catchThrowable(() -> {
                try (Timeout deadline = Timeout.after(DEADLINE)) {
                    writeWithoutEnd(BackendSockets.over(spec), stalled.port());
                }
            });
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(DEADLINE.toNanos());
            assertThat(failure).isNotNull();
            assertThat(failure).hasStackTraceContaining(failureAtDeadline());
            awaitStuckWrite(platforms.thread());
        }
    }

    /** Waits until a thread is blocked in a write. */
    static void awaitStuckWrite(Thread thread) throws IOException {
        while (Arrays.stream(thread.getStackTrace())
                .noneMatch(frame -> frame.getMethodName().equals("write"))) {
            Timeout.check("wait for the platform's write");
            LockSupport.parkNanos(1_000_000);
        }
        Threads.awaitBlocked(thread);
    }
}
