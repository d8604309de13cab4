// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The faults of one connection: selects those that apply to it, limits each call accordingly, and reports those injected. It
 * does no I/O and does not wait. Safe for use by several threads.
 */
final class ConnectionFaults {
    /** A limited bandwidth passes bytes at least ten times a second. */
    private static final int CHUNKS_PER_SECOND = 10;

    private record Selection(List<ActiveFault> of, List<ActiveFault> chosen) {}

    private final Faults faults;
    private final Collection<String> names;
    private final String target;
    private final long number;
    private final SplittableRandom random;
    private final ReentrantLock lock = new ReentrantLock();

    /** Whether each fault applies to this connection, decided once. */
    private final Map<ActiveFault, Boolean> decided = new HashMap<>();

    private final Set<Fault> told = new HashSet<>();
    private volatile Selection selection = new Selection(List.of(), List.of());

    ConnectionFaults(Faults faults, Collection<String> names, String target, long number, long seed) {
        this.faults = faults;
        this.names = names;
        this.target = target;
        this.number = number;
        this.random = new SplittableRandom(seed);
    }

    /** Returns the name of the peer for messages. */
    String target() {
        return target;
    }

    Faults faults() {
        return faults;
    }

    /** Returns whether no fault applies to this connection. Reads only two fields unless the faults have changed. */
    boolean isEmpty() {
        return chosen().isEmpty();
    }

    private List<ActiveFault> chosen() {
        List<ActiveFault> all = faults.active();
        Selection known = selection;
        return known.of() == all ? known.chosen() : choose(all);
    }

    private List<ActiveFault> choose(List<ActiveFault> all) {
        lock.lock();
        try {
            List<ActiveFault> chosen = new ArrayList<>();
            for (ActiveFault fault : all) {
                if (decided.computeIfAbsent(fault, one -> one.meets(names))) {
                    chosen.add(fault);
                }
            }
            decided.keySet().retainAll(all);
            selection = new Selection(all, List.copyOf(chosen));
            return chosen;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the faults with this kind of effect that are on now. */
    List<ActiveFault> find(Class<? extends Effect> kind) {
        List<ActiveFault> chosen = chosen();
        if (chosen.isEmpty()) {
            return chosen;
        }
        long now = faults.now();
        return chosen.stream()
                .filter(fault -> kind.isInstance(fault.effect()) && fault.isOn(now))
                .toList();
    }

    /** Reports once that a fault was injected into the connection. */
    void tell(ActiveFault fault) {
        lock.lock();
        try {
            if (!told.add(fault.fault())) {
                return;
            }
        } finally {
            lock.unlock();
        }
        faults.tell(new InjectedFault(number, target, fault.fault()));
    }

    /** Returns a byte that differs from {@code original}. */
    byte corrupted(byte original) {
        lock.lock();
        try {
            return (byte) (original ^ random.nextInt(1, 256));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns what a call may do next.
     *
     * @param call {@link Way#READ} or {@link Way#WRITE}
     * @param wanted the number of bytes that the call wants to pass, positive
     */
    Passage next(Way call, long read, long written, int wanted) {
        int limit = wanted;
        ActiveFault due = null;
        long latency = 0;
        long rate = Long.MAX_VALUE;
        List<ActiveFault> corrupting = new ArrayList<>();
        long now = faults.now();
        for (ActiveFault fault : chosen()) {
            if (!fault.isOn(now)) {
                continue;
            }
            if (fault.effect() instanceof Effect.AtOffset at && at.way().concerns(call)) {
                long left = at.offset() - at.way().count(read, written);
                if (at.kind() == Effect.Kind.CORRUPT) {
                    corrupting.add(fault);
                } else if (call == Way.READ || at.kind() != Effect.Kind.HALF_CLOSE) {
                    due = left <= 0 && due == null ? fault : due;
                    limit = (int) Math.min(limit, Math.max(0, left));
                }
            } else if (fault.effect() instanceof Effect.Latency it && it.way().concerns(call)) {
                latency += latency(it);
                tell(fault);
            } else if (fault.effect() instanceof Effect.Bandwidth it && it.way().concerns(call)) {
                rate = Math.min(rate, it.bytesPerSecond());
                limit = (int) Math.min(limit, Math.max(1, rate / CHUNKS_PER_SECOND));
                tell(fault);
            } else if (fault.effect() instanceof Effect.Slice it && it.way().concerns(call)) {
                limit = Math.min(limit, it.bytes());
                tell(fault);
            }
        }
        return new Passage(limit, due, latency, rate, corruptions(corrupting, read, written, limit));
    }

    private static List<Passage.Corruption> corruptions(
            List<ActiveFault> corrupting, long read, long written, int limit) {
        if (corrupting.isEmpty()) {
            return List.of();
        }
        List<Passage.Corruption> corruptions = new ArrayList<>();
        for (ActiveFault fault : corrupting) {
            Effect.AtOffset at = (Effect.AtOffset) fault.effect();
            long index = at.offset() - at.way().count(read, written);
            if (index >= 0 && index < limit) {
                corruptions.add(new Passage.Corruption((int) index, fault));
            }
        }
        return corruptions;
    }

    private long latency(Effect.Latency latency) {
        long jitter = latency.jitter().toNanos();
        if (jitter == 0) {
            return latency.time().toNanos();
        }
        lock.lock();
        try {
            return latency.time().toNanos() + random.nextLong(-jitter, jitter + 1);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the longest time of these faults, and reports them as injected. */
    long longest(List<ActiveFault> slow) {
        long longest = 0;
        for (ActiveFault fault : slow) {
            tell(fault);
            longest = Math.max(longest, nanos(fault.effect()));
        }
        return longest;
    }

    private static long nanos(Effect effect) {
        if (effect instanceof Effect.ConnectLatency it) {
            return it.time().toNanos();
        }
        return effect instanceof Effect.CloseLatency it ? it.time().toNanos() : 0;
    }
}
