// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs one case on a separate thread, and closes all its connections if it takes too long. */
final class CaseRunner {
    private final TckCase testCase;
    private final boolean virtual;
    private final Duration guard;
    private final CaseContext kit;

    CaseRunner(TckCase testCase, TckFixture fixture, boolean virtual, Duration guard) {
        this.testCase = testCase;
        this.virtual = virtual;
        this.guard = guard;
        this.kit = new CaseContext(fixture, testCase, virtual);
    }

    TckReport.Result result(String threads) {
        Throwable thrown = run();
        if (thrown == null) {
            return TckReport.Result.passed(testCase, threads);
        }
        return thrown instanceof SkippedCase
                ? TckReport.Result.skipped(testCase, threads, thrown.getMessage())
                : TckReport.Result.failed(testCase, threads, thrown);
    }

    private @Nullable Throwable run() {
        if (testCase.needs().contains(Capability.TLS)) {
            TlsMaterial.prepare();
        }
        FutureTask<@Nullable Throwable> task = new FutureTask<>(this::check);
        Thread thread = Threads.start(virtual, task);
        try {
            return task.get(guard.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return stop(task, thread);
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kit.close();
            return e;
        }
    }

    /** Never throws: a failure is the result. */
    private @Nullable Throwable check() {
        Throwable thrown = null;
        try (kit) {
            testCase.check(kit);
        } catch (Throwable e) {
            thrown = e;
        }
        Throwable background = kit.backgroundFailure();
        return thrown == null ? background : thrown;
    }

    private Throwable stop(FutureTask<?> task, Thread thread) {
        AssertionError stuck = new AssertionError("the case was still under way after " + guard
                + ", and its connections were closed; its stack is the cause");
        Throwable stack = new Throwable("the stack of the case");
        stack.setStackTrace(thread.getStackTrace());
        stuck.initCause(stack);
        kit.close();
        try {
            task.get(TckTimes.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return stuck;
    }
}
