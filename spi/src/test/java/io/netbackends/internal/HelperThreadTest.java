// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.testsupport.CapturedLog;
import io.netbackends.testsupport.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class HelperThreadTest {
    private final ReentrantLock lock = new ReentrantLock();
    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean ending;
    private final AtomicInteger startsThatFail = new AtomicInteger();
    private final HelperThread helper = new HelperThread("helper", this::task, this::thread);

    @Test
    void isStartedForTheFirstWorkAndAgainWhenItHasEnded() throws Exception {
        assertThat(helper.isRunning()).isFalse();
        add(() -> done.add("one"));
        assertThat(next()).isEqualTo("one");
        add(() -> done.add("two"));
        assertThat(next()).isEqualTo("two");
        assertThat(threads).hasSize(1);
        end();
        assertThat(helper.isRunning()).isFalse();
        add(() -> done.add("three"));
        assertThat(next()).isEqualTo("three");
        assertThat(threads).hasSize(2);
        end();
    }

    @Test
    void anErrorDoesNotEndIt() throws Exception {
        try (CapturedLog log = new CapturedLog(HelperThread.class)) {
            add(() -> {
                throw new OutOfMemoryError("injected");
            });
            add(() -> {
                throw new StackOverflowError("injected");
            });
            work.add(() -> done.add("left from before"));
            assertThat(next()).isEqualTo("left from before");
            assertThat(log.next()).isEqualTo("helper: failed, and is restarted: java.lang.OutOfMemoryError: injected");
            assertThat(log.next())
                    .isEqualTo("helper: failed, and is restarted: java.lang.StackOverflowError: injected");
        }
        assertThat(threads).hasSize(1);
        end();
    }

    @Test
    void anInterruptDoesNotEndItNorKeepItFromWaiting() throws Exception {
        try (CapturedLog log = new CapturedLog(HelperThread.class)) {
            add(() -> {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("injected");
            });
            Threads.awaitBlocked(threads.get(0));
            add(() -> done.add("after the interrupt"));
            assertThat(next()).isEqualTo("after the interrupt");
            assertThat(log.next()).endsWith("IllegalStateException: injected");
        }
        end();
    }

    @Test
    void aFailedStartChangesNothing() throws Exception {
        startsThatFail.set(2);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> add(() -> done.add("never"))).isInstanceOf(OutOfMemoryError.class);
            assertThat(helper.isRunning()).isFalse();
            assertThat(work).isEmpty();
        }
        add(() -> done.add("after relief"));
        assertThat(next()).isEqualTo("after relief");
        end();
    }

    @Test
    void isADaemonThatHoldsOnToNoClassLoader() throws Exception {
        add(() -> done.add(Thread.currentThread().isDaemon() + " "
                + Thread.currentThread().getName() + " "
                + Thread.currentThread().getContextClassLoader()));
        assertThat(next()).isEqualTo("true helper null");
        end();
    }

    private void add(Runnable item) {
        lock.lock();
        try {
            helper.ensureRunning();
            work.add(item);
        } finally {
            lock.unlock();
        }
    }

    private void end() throws Exception {
        add(() -> ending = true);
        threads.get(threads.size() - 1).join();
    }

    private String next() throws InterruptedException {
        String next = done.poll(30, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private void task() {
        while (true) {
            Runnable item;
            try {
                item = work.take();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            lock.lock();
            try {
                item.run();
                if (ending) {
                    ending = false;
                    helper.retire();
                    return;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private Thread thread(String name, Runnable task) {
        if (startsThatFail.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            return new Thread(task) {
                @Override
                public synchronized void start() {
                    throw new OutOfMemoryError("unable to create native thread");
                }
            };
        }
        Thread thread = DaemonThreads.unstarted(name, task);
        threads.add(thread);
        return thread;
    }
}
