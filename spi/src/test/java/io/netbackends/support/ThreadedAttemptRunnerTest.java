// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.Threads;
import java.io.Closeable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadedAttemptRunnerTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);

    /** Connects immediately. */
    private static final class FastAttempt implements HappyEyeballs.Attempt<Closeable> {
        final CompletableFuture<Thread> thread = new CompletableFuture<>();
        final CountDownLatch connectionClosed = new CountDownLatch(1);

        @Override
        public Closeable connect() {
            thread.complete(Thread.currentThread());
            return connectionClosed::countDown;
        }

        @Override
        public void close() {}
    }

    @Test
    void ofTwoThatConnectAtTheSameTimeOneWinsAndTheOtherIsClosed() throws Exception {
        FastAttempt one = new FastAttempt();
        FastAttempt other = new FastAttempt();
        Closeable winner;
        try (ThreadedAttemptRunner<Closeable> runner = new ThreadedAttemptRunner<>()) {
            runner.start(ADDRESS, one);
            runner.start(ADDRESS, other);
            AttemptRunner.Outcome<Closeable> outcome =
                    runner.await(Duration.ofSeconds(30).toNanos());
            assertThat(outcome).isNotNull();
            winner = outcome.connection();
            Threads.awaitBlocked(one.thread.get(30, TimeUnit.SECONDS)); // idle: it has reported its end
            Threads.awaitBlocked(other.thread.get(30, TimeUnit.SECONDS));
        }
        assertThat(one.connectionClosed.getCount() + other.connectionClosed.getCount())
                .as("connections that are open")
                .isEqualTo(1);
        winner.close();
        assertThat(one.connectionClosed.getCount() + other.connectionClosed.getCount())
                .isZero();
    }
}
