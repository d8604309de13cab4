// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.Deadlines;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Wraps functions that are passed to a future: on any thread, they run under exactly the deadlines that were active here. A
 * scope that a function leaves open ends with the function.
 */
final class Here {
    /** The nesting depth of functions on a thread beyond which calls no longer complete immediately. */
    private static final int MAX_DEPTH = 24;

    private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

    private Here() {}

    /** Returns whether the nesting of functions on this thread is shallow enough for one more. */
    static boolean isStackShallow() {
        return DEPTH.get()[0] < MAX_DEPTH;
    }

    static <A extends @Nullable Object, R extends @Nullable Object> Function<A, R> function(
            Function<? super A, ? extends R> function) {
        Objects.requireNonNull(function);
        Deadlines here = Deadlines.current();
        return a -> run(here, () -> function.apply(a));
    }

    static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            BiFunction<A, B, R> function(BiFunction<? super A, ? super B, ? extends R> function) {
        Objects.requireNonNull(function);
        Deadlines here = Deadlines.current();
        return (a, b) -> run(here, () -> function.apply(a, b));
    }

    static <A extends @Nullable Object> Consumer<A> action(Consumer<? super A> action) {
        Objects.requireNonNull(action);
        Deadlines here = Deadlines.current();
        return a -> run(here, () -> {
            action.accept(a);
            return null;
        });
    }

    static <A extends @Nullable Object, B extends @Nullable Object> BiConsumer<A, B> action(
            BiConsumer<? super A, ? super B> action) {
        Objects.requireNonNull(action);
        Deadlines here = Deadlines.current();
        return (a, b) -> run(here, () -> {
            action.accept(a, b);
            return null;
        });
    }

    static Runnable action(Runnable action) {
        Objects.requireNonNull(action);
        Deadlines here = Deadlines.current();
        return () -> run(here, () -> {
            action.run();
            return null;
        });
    }

    private static <R extends @Nullable Object> R run(Deadlines deadlines, Supplier<R> task) {
        int[] depth = DEPTH.get();
        depth[0]++;
        try {
            return deadlines.<R, RuntimeException>call(task::get);
        } finally {
            depth[0]--;
        }
    }
}
