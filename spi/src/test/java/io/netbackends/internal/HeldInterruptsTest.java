// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldInterruptsTest {
    @AfterEach
    void clearTheFlag() {
        Thread.interrupted();
    }

    @Test
    void withoutABlockNothingIsTaken() {
        Thread.currentThread().interrupt();
        assertThat(HeldInterrupts.areHeld()).isFalse();
        assertThat(HeldInterrupts.take()).isFalse();
        assertThat(HeldInterrupts.note()).isFalse();
        assertThat(Thread.interrupted()).as("the flag is as it was").isTrue();
    }

    @Test
    void flagThatIsTakenIsSetWhenTheBlockEnds() {
        try (HeldInterrupts held = HeldInterrupts.hold()) {
            Thread.currentThread().interrupt();
            assertThat(HeldInterrupts.take()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
        assertThat(Thread.interrupted()).isTrue();
        try (HeldInterrupts next = HeldInterrupts.hold()) {
            assertThat(HeldInterrupts.areHeld()).isTrue();
        }
        assertThat(Thread.interrupted()).as("it was set once").isFalse();
    }

    @Test
    void blocksNestAndTheOutermostSetsTheFlag() {
        try (HeldInterrupts outer = HeldInterrupts.hold()) {
            try (HeldInterrupts inner = HeldInterrupts.hold()) {
                assertThat(HeldInterrupts.note()).isTrue();
            }
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(HeldInterrupts.areHeld()).isTrue();
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(HeldInterrupts.areHeld()).isFalse();
    }

    @Test
    void blockWithoutAnInterruptLeavesTheFlagAlone() {
        try (HeldInterrupts held = HeldInterrupts.hold()) {
            assertThat(HeldInterrupts.areHeld()).isTrue();
        }
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void waitGoesOnAndTheFlagIsSetAfterwards() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        Background<Boolean> waiting = Background.run(() -> {
            try (HeldInterrupts held = HeldInterrupts.hold()) {
                DeadlineWait.lock(lock, "wait");
                lock.unlock();
            }
            return Thread.currentThread().isInterrupted();
        });
        for (int i = 0; i < 2; i++) {
            Threads.awaitBlocked(waiting.thread());
            waiting.thread().interrupt();
        }
        Threads.awaitBlocked(waiting.thread());
        lock.unlock();
        assertThat(waiting.get()).isTrue();
    }

    @Test
    void otherThreadsAreNotConcerned() throws Exception {
        try (HeldInterrupts held = HeldInterrupts.hold()) {
            Background<Void> other = Background.run(() -> {
                Thread.currentThread().interrupt();
                DeadlineWait.check("read");
                return null;
            });
            assertThat(other.failure()).isInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void virtualThreadsHoldNothing() throws Exception {
        assumeTrue(Threads.virtualAvailable());
        Background<Boolean> virtual = Background.run(true, () -> {
            try (HeldInterrupts held = HeldInterrupts.hold()) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> DeadlineWait.check("read")).isInstanceOf(InterruptedIOException.class);
                return HeldInterrupts.areHeld();
            }
        });
        assertThat(virtual.get()).isFalse();
    }
}
