// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Tells and makes virtual threads, which JDK 21 brought. */
final class VirtualThreads {
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    /** Null where there are none. */
    private static final @Nullable Executor EXECUTOR = executor();

    private VirtualThreads() {}

    /** Whether the current thread is a virtual one. */
    static boolean isCurrent() {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable e) {
            throw new AssertionError("asking a thread what it is cannot fail", e);
        }
    }

    /** Runs a task on a thread of the kind of the current one: a virtual one of its own, or one of the others given. */
    static void execute(Runnable task, Executor others) {
        Executor executor = isCurrent() && EXECUTOR != null ? EXECUTOR : others;
        executor.execute(task);
    }

    private static @Nullable Executor executor() {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            return (Executor) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
        } catch (Throwable e) {
            throw new LinkageError("JDK 21 has it", e);
        }
    }

    private static @Nullable MethodHandle isVirtual() {
        if (Runtime.version().feature() < 21) {
            return null; // from 19 on it is there, as a preview
        }
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("JDK 21 has it", e);
        }
    }
}
