// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineWaitTest {
    private static final Operation OPERATION = new Operation("read from ", "192.0.2.1:80");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void letTheHolderGo() {
        release.countDown();
        Thread.interrupted();
    }

    @Test
    void aFreeLockIsTakenEvenUnderAnExpiredDeadline() throws Exception {
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            DeadlineWait.lock(lock, OPERATION);
        }
        assertThat(lock.isHeldByCurrentThread()).isTrue();
    }

    @Test
    void aHeldLockIsWaitedForUntilTheDeadline() throws Exception {
        holdTheLock();
        long begun = System.nanoTime();
        try (Timeout timeout = Timeout.after(Duration.ofMillis(50))) {
            assertThatThrownBy(() -> DeadlineWait.lock(lock, OPERATION))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageStartingWith("read from 192.0.2.1:80 timed out");
        }
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(50_000_000);
        assertThat(lock.isHeldByCurrentThread()).isFalse();
    }

    @Test
    void anInterruptEndsTheWaitForALockAndStaysSet() throws Exception {
        holdTheLock();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> DeadlineWait.lock(lock, OPERATION))
                .isExactlyInstanceOf(InterruptedIOException.class)
                .hasMessage("read from 192.0.2.1:80: the thread was interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void aLockThatIsReleasedMeanwhileIsTaken() throws Exception {
        holdTheLock();
        Background<Boolean> waiter = Background.run(() -> {
            try (Timeout timeout = Timeout.after(Duration.ofSeconds(30))) {
                DeadlineWait.lock(lock, OPERATION);
                return lock.isHeldByCurrentThread();
            }
        });
        release.countDown();
        assertThat(waiter.get()).isTrue();
    }

    @Test
    void aConditionIsWaitedForUntilTheDeadline() {
        lock.lock();
        long begun = System.nanoTime();
        try (Timeout timeout = Timeout.after(Duration.ofMillis(50))) {
            assertThat(catchThrowable(this::awaitForEver)).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(50_000_000);
    }

    @Test
    void anInterruptEndsTheWaitForAConditionAndStaysSet() {
        lock.lock();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> DeadlineWait.await(changed, OPERATION))
                .isExactlyInstanceOf(InterruptedIOException.class)
                .hasMessage("read from 192.0.2.1:80: the thread was interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void aBoundedWaitReturnsWhenItsTimeIsOver() throws Exception {
        lock.lock();
        try (Timeout timeout = Timeout.after(Duration.ofHours(1))) {
            DeadlineWait.await(changed, TimeUnit.MILLISECONDS.toNanos(1), OPERATION);
        }
    }

    @Test
    void aCheckFailsForAnInterruptBeforeADeadline() throws Exception {
        DeadlineWait.check(OPERATION);
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> DeadlineWait.check(OPERATION)).isInstanceOf(NetworkTimeoutException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> DeadlineWait.check(OPERATION)).isExactlyInstanceOf(InterruptedIOException.class);
        }
    }

    private void awaitForEver() throws IOException {
        while (true) {
            DeadlineWait.await(changed, OPERATION);
        }
    }

    private void holdTheLock() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Background.run(() -> {
            lock.lock();
            try {
                held.countDown();
                return release.await(30, TimeUnit.SECONDS);
            } finally {
                lock.unlock();
            }
        });
        held.await();
    }
}
