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
 * The faults that one or more {@link FaultyBackend}s inject, and those that they have injected. They can be changed at any time, by
 * any thread: connections that are open meet them with their next call, and a call that is stalled goes on when its fault is removed.
 *
 * <p>The same seed gives the same faults to the same connections, if connections and calls come in the same order.
 */
public final class Faults {
    /** The most that {@link #injected} tells. */
    private static final int MAX_INJECTED = 10_000;

    /** Whether there is a Flight Recorder to tell. */
    private static final boolean RECORDABLE = FlightRecorderModule.isReadableBy(Faults.class.getModule());

    private final long seed;
    private final Ticker ticker = Ticker.SYSTEM;
    private final AtomicLong connections = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Replaced as a whole, so that comparing a field shows whether it has changed. */
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
     * Begins to describe a fault.
     *
     * @param pattern of hosts, with or without a port: {@code "db:5432"}, {@code "*.test"}, {@code "*"}. For connections
     *     that were accepted, the peer's literal address; for UNIX-domain sockets, the path
     * @return no conditions but this one
     * @throws IllegalArgumentException if the pattern is blank
     */
    public static FaultBuilder on(String pattern) {
        return on(List.of(pattern));
    }

    /**
     * Begins to describe a fault for targets that match any of several patterns.
     *
     * @param patterns at least one, as for {@link #on(String)}
     * @return no conditions but this one
     * @throws IllegalArgumentException if there is no pattern, or one is blank
     */
    public static FaultBuilder on(List<String> patterns) {
        return new FaultBuilder(FaultConditions.on(patterns), Way.BOTH, 0);
    }

    /**
     * Puts a fault into effect.
     *
     * @param fault may be in effect already; then it is twice
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
     * Ends a fault. What it has done to a connection is not undone, but a call that it stalls goes on.
     *
     * @param fault need not be in effect
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

    /** {@return the faults that are in effect, or are to be at their time, in the order in which they were added} */
    public List<Fault> faults() {
        return active.stream().map(ActiveFault::fault).toList();
    }

    /** {@return what has been injected so far, in this order; the last 10,000 if there is more} */
    public List<InjectedFault> injected() {
        lock.lock();
        try {
            return List.copyOf(injected);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what has been injected. */
    public void clearInjected() {
        lock.lock();
        try {
            injected.clear();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns a resolver whose lookups meet the faults: for the builder of the transport. Backends selected by name have one already.
     *
     * @param resolver does the lookups
     * @return another one around it
     */
    public HostResolver resolver(HostResolver resolver) {
        return new FaultyResolver(resolver, this);
    }

    /** Begins a connection; the names are those that patterns are compared with. */
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
     * @param nanos from now; {@link Long#MAX_VALUE} to wait for the other condition alone
     * @param ended what else ends the wait, evaluated after each change and each {@link #wake}
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
     * Waits without a thread, as {@link #await} does: the future fails if one of the deadlines that are active here passes.
     *
     * @return gives no news; to be used by its only caller
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
        if (ended.getAsBoolean()) { // since it was asked before
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
