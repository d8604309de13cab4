// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The future that asynchronous calls return, and the futures derived from it by {@code thenApply} and similar methods.
 *
 * <p>A function passed to it runs, on any thread, under exactly the deadlines that are active when it is passed.
 *
 * <p>Cancelling a derived future cancels the call that it waits for. The derived future completes only when the call has
 * ended and its own function has run, since that function may close a resource. {@code orTimeout} and {@code complete}
 * complete a derived future immediately, and cancel the call as well. The results of methods that wait for two futures, such
 * as {@code thenCombine} and {@code applyToEither}, cancel neither.
 *
 * <p>{@code get} and {@code join} of an incomplete future fail on a {@link NonBlockingThread}.
 *
 * @param <T> the result of the call
 */
public class NetworkFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    /** Runs functions that would otherwise run immediately, nested deep in others. */
    private static final Executor DEEP = Timers.THREADS;

    /** Cancelled together with this future: a future, or a {@link Composition}; may be null. */
    volatile @Nullable Object waitsFor;

    /** For calls, which override {@code cancel}. */
    protected NetworkFuture() {}

    NetworkFuture(@Nullable CompletableFuture<T> waitsFor) {
        this.waitsFor = waitsFor;
    }

    /**
     * Returns whether a call may complete before it returns its future. If the functions of other futures are nested too
     * deep on this thread, it may not.
     *
     * @return false if the call must complete in a later task
     */
    public static boolean mayCompleteAtOnce() {
        return Here.isStackShallow();
    }

    private boolean isDeep() {
        return isDone() && !Here.isStackShallow();
    }

    @Override
    public final <U> CompletableFuture<U> newIncompleteFuture() {
        NetworkFuture<U> derived = new NetworkFuture<>();
        if (!isDone()) {
            Object pending = waitsFor;
            derived.waitsFor = pending == null ? this : pending;
        }
        return derived;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        Object pending = waitsFor;
        if (pending == null) {
            return super.cancel(mayInterruptIfRunning);
        }
        boolean ended = Composition.cancel(pending);
        return isDone() ? isCancelled() : ended;
    }

    /** Returns whether this future, or the call that it waited for, was cancelled. */
    @Override
    public boolean isCancelled() {
        if (super.isCancelled() || !isCompletedExceptionally()) {
            return super.isCancelled();
        }
        try {
            join();
            return false;
        } catch (CompletionException e) {
            return e.getCause() instanceof CancellationException;
        }
    }

    @Override
    public boolean complete(@Nullable T value) {
        return super.complete(value) && endPending();
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return super.completeExceptionally(failure) && endPending();
    }

    private boolean endPending() {
        Object pending = waitsFor;
        if (pending != null) {
            Composition.cancel(pending);
        }
        return true;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        checkMayWait();
        return super.get(); // may block
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        checkMayWait();
        return super.get(timeout, unit); // may block
    }

    @Override
    public T join() {
        checkMayWait();
        return super.join(); // may block
    }

    private void checkMayWait() {
        if (!isDone()) {
            NonBlockingThread.check();
        }
    }

    /** Not supported, like {@link #obtrudeException}: a completed future keeps its value. */
    @Override
    public void obtrudeValue(T value) {
        throw new UnsupportedOperationException("the result of a call cannot be replaced");
    }

    @Override
    public void obtrudeException(Throwable failure) {
        throw new UnsupportedOperationException("the result of a call cannot be replaced");
    }

    /** For the result of a composition, which first waits for this future, then for the one that its function returned. */
    private <U> CompletableFuture<U> composed(Composition<?, U> composition, CompletableFuture<U> derived) {
        if (!derived.isDone()) {
            ((NetworkFuture<U>) derived).waitsFor = composition;
        }
        return derived;
    }

    private <A, U> Composition<A, U> composition(Function<? super A, ? extends CompletionStage<U>> function) {
        Object pending = waitsFor;
        return new Composition<>(Here.function(function), pending == null ? this : pending);
    }

    /** For the result of an operation on two futures: both may have other dependents, so neither is cancelled with it. */
    private static <U> CompletableFuture<U> alone(CompletableFuture<U> derived) {
        ((NetworkFuture<U>) derived).waitsFor = null;
        return derived;
    }

    @Override
    public <U> CompletableFuture<U> thenApply(Function<? super T, ? extends U> function) {
        return isDeep() ? thenApplyAsync(function, DEEP) : super.thenApply(Here.function(function));
    }

    @Override
    public <U> CompletableFuture<U> thenApplyAsync(Function<? super T, ? extends U> function) {
        return super.thenApplyAsync(Here.function(function));
    }

    @Override
    public <U> CompletableFuture<U> thenApplyAsync(Function<? super T, ? extends U> function, Executor executor) {
        return super.thenApplyAsync(Here.function(function), executor);
    }

    @Override
    public CompletableFuture<Void> thenAccept(Consumer<? super T> action) {
        return isDeep() ? thenAcceptAsync(action, DEEP) : super.thenAccept(Here.action(action));
    }

    @Override
    public CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> action) {
        return super.thenAcceptAsync(Here.action(action));
    }

    @Override
    public CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> action, Executor executor) {
        return super.thenAcceptAsync(Here.action(action), executor);
    }

    @Override
    public CompletableFuture<Void> thenRun(Runnable action) {
        return isDeep() ? thenRunAsync(action, DEEP) : super.thenRun(Here.action(action));
    }

    @Override
    public CompletableFuture<Void> thenRunAsync(Runnable action) {
        return super.thenRunAsync(Here.action(action));
    }

    @Override
    public CompletableFuture<Void> thenRunAsync(Runnable action, Executor executor) {
        return super.thenRunAsync(Here.action(action), executor);
    }

    @Override
    public <U, V> CompletableFuture<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
        return alone(super.thenCombine(other, Here.function(function)));
    }

    @Override
    public <U, V> CompletableFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
        return alone(super.thenCombineAsync(other, Here.function(function)));
    }

    @Override
    public <U, V> CompletableFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other,
            BiFunction<? super T, ? super U, ? extends V> function,
            Executor executor) {
        return alone(super.thenCombineAsync(other, Here.function(function), executor));
    }

    @Override
    public <U> CompletableFuture<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return alone(super.thenAcceptBoth(other, Here.action(action)));
    }

    @Override
    public <U> CompletableFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return alone(super.thenAcceptBothAsync(other, Here.action(action)));
    }

    @Override
    public <U> CompletableFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action, Executor executor) {
        return alone(super.thenAcceptBothAsync(other, Here.action(action), executor));
    }

    @Override
    public CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return alone(super.runAfterBoth(other, Here.action(action)));
    }

    @Override
    public CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return alone(super.runAfterBothAsync(other, Here.action(action)));
    }

    @Override
    public CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return alone(super.runAfterBothAsync(other, Here.action(action), executor));
    }

    @Override
    public <U> CompletableFuture<U> applyToEither(CompletionStage<? extends T> other, Function<? super T, U> function) {
        return alone(super.applyToEither(other, Here.function(function)));
    }

    @Override
    public <U> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> function) {
        return alone(super.applyToEitherAsync(other, Here.function(function)));
    }

    @Override
    public <U> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> function, Executor executor) {
        return alone(super.applyToEitherAsync(other, Here.function(function), executor));
    }

    @Override
    public CompletableFuture<Void> acceptEither(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return alone(super.acceptEither(other, Here.action(action)));
    }

    @Override
    public CompletableFuture<Void> acceptEitherAsync(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return alone(super.acceptEitherAsync(other, Here.action(action)));
    }

    @Override
    public CompletableFuture<Void> acceptEitherAsync(
            CompletionStage<? extends T> other, Consumer<? super T> action, Executor executor) {
        return alone(super.acceptEitherAsync(other, Here.action(action), executor));
    }

    @Override
    public CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return alone(super.runAfterEither(other, Here.action(action)));
    }

    @Override
    public CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return alone(super.runAfterEitherAsync(other, Here.action(action)));
    }

    @Override
    public CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return alone(super.runAfterEitherAsync(other, Here.action(action), executor));
    }

    @Override
    public <U> CompletableFuture<U> thenCompose(Function<? super T, ? extends CompletionStage<U>> function) {
        Composition<T, U> composition = composition(function);
        return composed(
                composition, isDeep() ? super.thenComposeAsync(composition, DEEP) : super.thenCompose(composition));
    }

    @Override
    public <U> CompletableFuture<U> thenComposeAsync(Function<? super T, ? extends CompletionStage<U>> function) {
        Composition<T, U> composition = composition(function);
        return composed(composition, super.thenComposeAsync(composition));
    }

    @Override
    public <U> CompletableFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> function, Executor executor) {
        Composition<T, U> composition = composition(function);
        return composed(composition, super.thenComposeAsync(composition, executor));
    }

    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
        return isDeep() ? whenCompleteAsync(action, DEEP) : super.whenComplete(Here.action(action));
    }

    @Override
    public CompletableFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super Throwable> action) {
        return super.whenCompleteAsync(Here.action(action));
    }

    @Override
    public CompletableFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super Throwable> action, Executor executor) {
        return super.whenCompleteAsync(Here.action(action), executor);
    }

    @Override
    public <U> CompletableFuture<U> handle(BiFunction<? super T, Throwable, ? extends U> function) {
        return isDeep() ? handleAsync(function, DEEP) : super.handle(Here.function(function));
    }

    @Override
    public <U> CompletableFuture<U> handleAsync(BiFunction<? super T, Throwable, ? extends U> function) {
        return super.handleAsync(Here.function(function));
    }

    @Override
    public <U> CompletableFuture<U> handleAsync(
            BiFunction<? super T, Throwable, ? extends U> function, Executor executor) {
        return super.handleAsync(Here.function(function), executor);
    }

    @Override
    public CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> function) {
        return isDeep() ? exceptionallyAsync(function, DEEP) : super.exceptionally(Here.function(function));
    }

    @Override
    public CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> function) {
        return super.exceptionallyAsync(Here.function(function));
    }

    @Override
    public CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> function, Executor executor) {
        return super.exceptionallyAsync(Here.function(function), executor);
    }

    @Override
    public CompletableFuture<T> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<T>> function) {
        Composition<Throwable, T> composition = composition(function);
        return composed(
                composition,
                isDeep()
                        ? super.exceptionallyComposeAsync(composition, DEEP)
                        : super.exceptionallyCompose(composition));
    }

    @Override
    public CompletableFuture<T> exceptionallyComposeAsync(Function<Throwable, ? extends CompletionStage<T>> function) {
        Composition<Throwable, T> composition = composition(function);
        return composed(composition, super.exceptionallyComposeAsync(composition));
    }

    @Override
    public CompletableFuture<T> exceptionallyComposeAsync(
            Function<Throwable, ? extends CompletionStage<T>> function, Executor executor) {
        Composition<Throwable, T> composition = composition(function);
        return composed(composition, super.exceptionallyComposeAsync(composition, executor));
    }
}
