// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;

/** Interrupts a call that is blocked. */
final class Interruption {
    private Interruption() {}

    /** The call must block, then fail as interrupted and leave the flag set. */
    static void assertEndsAsInterrupted(boolean virtual, Callable<?> call) throws Exception {
        Background<Boolean> flag = Background.run(virtual, () -> {
            assertThatThrownBy(call::call)
                    .isInstanceOf(InterruptedIOException.class)
                    .isNotInstanceOf(NetworkTimeoutException.class);
            return Thread.currentThread().isInterrupted();
        });
        Threads.awaitBlocked(flag.thread());
        flag.thread().interrupt();
        assertThat(flag.get()).isTrue();
    }
}
