// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.Deadlines;
import io.netbackends.HostResolver;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.FlightRecorderModule;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.Ticker;
import io.netbackends.internal.Timers;
import io.netbackends.internal.Waiter;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The faults for one or more {@link FaultyBackend}s, with a list of those injected. Any thread can change them at any time:
 * open connections are affected from their next call on, and a stalled call continues when its fault is removed.
 *
 * <p>The same seed gives the same faults for the same connections, if connections and calls occur in the same order.
 */
public final class Faults {
    /** The maximum length of {@link #injected}. */
    private static final int MAX_INJECTED = 10_000;

    /** Whether JDK Flight Recorder is available. */
    private static final boolean RECORDABLE = FlightRecorderModule.isReadableBy(Faults.class.getModule());

    private final long seed;
    private final Ticker ticker = Ticker.SYSTEM;
    private final AtomicLong connections = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** An immutable list, so that comparing references shows whether the faults have changed. */
    private volatile List<ActiveFault> active = List.of();

    /** Waiting asynchronous calls, with the action that ends each wait early. */
    private final Map<Waiter<Boolean, Boolean>, BooleanSupplier> pauses = new LinkedHashMap<>();

    private final Deque<InjectedFault> injected = new ArrayDeque<>();
    private long added;

    /** Creates an empty set, with the seed 0. */
    public Faults() {
        this(0);
    }

    /**
     * Creates an empty set.
     *
     * @param seed determines probability, jitter and changed bytes
     */
    public Faults(long seed) {
        this.seed = seed;
    }

    /**
     * Begins a fault.
     *
     * @param pattern a pattern of hosts, with or without a port: {@code "db:5432"}, {@code "*.test"}, {@code "*"}. For
     *     accepted connections, it is compared with the peer's literal address; for UNIX-domain sockets, with the path
     * @return a builder with only this condition
     * @throws IllegalArgumentException if the pattern is blank
     */
    public static FaultBuilder on(String pattern) {
        return on(List.of(pattern));
    }

    /**
     * Begins a fault for targets that match any of several patterns.
     *
     * @param patterns at least one, as for {@link #on(String)}
     * @return a builder with only this condition
     * @throws IllegalArgumentException if there is no pattern, or one is blank
     */
    public static FaultBuilder on(List<String> patterns) {
        return new FaultBuilder(FaultConditions.on(patterns), Way.BOTH, 0);
    }

    /**
     * Puts a fault into effect.
     *
     * @param fault the fault; may already be in effect, and is then in effect twice
     * @return {@code fault}, to be removed later
     */
    public Fault add(Fault fault) {
        Objects.requireNonNull(fault, "fault");
        lock.lock();
        try {
            List<ActiveFault> more = new ArrayList<>(active);
            added++;
            more.add(new ActiveFault(fault, new SplittableRandom(seed + added).nextLong(), ticker.read()));
            active = List.copyOf(more);
        } finally {
            lock.unlock();
        }
        wake();
        return fault;
    }

    /**
     * Ends a fault. Its effects on a connection are not undone, but a call that it stalls continues.
     *
     * @param fault the fault; need not be in effect
     */
    public void remove(Fault fault) {
        lock.lock();
        try {
            active = active.stream().filter(one -> one.fault() != fault).toList();
        } finally {
            lock.unlock();
        }
        wake();
    }

    /** Ends all faults. */
    public void clear() {
        lock.lock();
        try {
            active = List.of();
        } finally {
            lock.unlock();
        }
        wake();
    }

    /** {@return the added faults, including those whose time has not begun, in the order in which they were added} */
    public List<Fault> faults() {
        return active.stream().map(ActiveFault::fault).toList();
    }

    /** {@return the injected faults in their order, at most the last 10,000} */
    public List<InjectedFault> injected() {
        lock.lock();
        try {
            return List.copyOf(injected);
        } finally {
            lock.unlock();
        }
    }

    /** Clears the list of injected faults. */
    public void clearInjected() {
        lock.lock();
        try {
            injected.clear();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns a resolver that injects the faults into its lookups, for the builder of the transport. Backends selected by
     * name already have one.
     *
     * @param resolver the resolver to wrap
     * @return the wrapping resolver
     */
    public HostResolver resolver(HostResolver resolver) {
        return new FaultyResolver(resolver, this);
    }

    /** Begins a connection. Patterns are compared with these names. */
    ConnectionFaults begin(Collection<String> names, String target) {
        long number = connections.incrementAndGet();
        return new ConnectionFaults(this, names, target, number, new SplittableRandom(seed).nextLong() ^ number);
    }

    List<ActiveFault> active() {
        return active;
    }

    long now() {
        return ticker.read();
    }

    void tell(InjectedFault one) {
        if (RECORDABLE) {
            InjectedFaultEvent.commit(one);
        }
        lock.lock();
        try {
            if (injected.size() == MAX_INJECTED) {
                injected.remove();
            }
            injected.add(one);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a time, or until a condition holds.
     *
     * @param nanos the time from now; {@link Long#MAX_VALUE} to wait only for the condition
     * @param ended the condition, evaluated after each change and each {@link #wake}
     * @throws InterruptedIOException if the thread was interrupted, or a deadline has passed
     */
    void await(long nanos, BooleanSupplier ended, Object operation) throws InterruptedIOException {
        long begin = now();
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !ended.getAsBoolean()) {
                DeadlineWait.await(changed, left, operation); // may block
                left = nanos == Long.MAX_VALUE ? nanos : nanos - (now() - begin);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits as {@link #await} does, but without blocking: the future fails if a deadline active in this call passes.
     *
     * @return a future whose value has no meaning, for a single caller
     */
    @SuppressWarnings("FutureReturnValueIgnored") // of whenComplete, which only cancels the timer
    CompletableFuture<Boolean> pause(long nanos, BooleanSupplier ended, Object operation) {
        Deadlines deadlines = Deadlines.current();
        NetworkTimeoutException expired = deadlines.expired(operation);
        if (expired != null) {
            return NetworkFutures.failed(expired);
        }
        if (nanos <= 0 || ended.getAsBoolean()) {
            return NetworkFutures.completed(true);
        }
        Waiter<Boolean, Boolean> pause = new Waiter<>(deadlines, operation, given -> given, this::leave);
        lock.lock();
        try {
            pauses.put(pause, ended);
            pause.startTimer();
        } finally {
            lock.unlock();
        }
        if (nanos < Long.MAX_VALUE) {
            Future<?> timer = Timers.after(nanos, () -> end(pause));
            pause.whenComplete((given, failure) -> timer.cancel(false));
        }
        if (ended.getAsBoolean()) { // it may have become true since the first check
            end(pause);
        }
        return pause;
    }

    private boolean leave(Waiter<Boolean, Boolean> pause) {
        lock.lock();
        try {
            return pauses.remove(pause) != null;
        } finally {
            lock.unlock();
        }
    }

    private void end(Waiter<Boolean, Boolean> pause) {
        if (leave(pause)) {
            pause.give(true);
        }
    }

    /** Lets waiting calls evaluate their condition again. */
    void wake() {
        List<Waiter<Boolean, Boolean>> ended = new ArrayList<>();
        lock.lock();
        try {
            changed.signalAll();
            pauses.forEach((pause, over) -> {
                if (over.getAsBoolean()) {
                    ended.add(pause);
                }
            });
        } finally {
            lock.unlock();
        }
        ended.forEach(this::end);
    }

    /** Returns, for instance, {@code <Faults [reset after 1000 bytes read (db:5432)]>}. */
    @Override
    public String toString() {
        return "<Faults " + faults() + ">";
    }
}
