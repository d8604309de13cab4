// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import io.netbackends.internal.Ticker;
import io.netbackends.support.EventLoop;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The timers of a loop: a binary heap in which each entry knows its index, so that a cancelled one is removed immediately.
 * Used by the loop's thread only.
 */
final class TimerQueue {
    private static final int FIRST_CAPACITY = 16;

    private Entry[] heap = new Entry[FIRST_CAPACITY];
    private int size;

    /** A task and its time. */
    private final class Entry implements EventLoop.ScheduledTask {
        private static final int GONE = -1;

        /** The reading of the clock at which the task is due. */
        final long due;

        final Runnable task;
        int place = GONE;

        Entry(long due, Runnable task) {
            this.due = due;
            this.task = task;
        }

        boolean isBefore(Entry other) {
            return due - other.due < 0;
        }

        @Override
        public void cancel() {
            if (place != GONE) {
                remove(this);
            }
        }
    }

    /** Adds a task; {@code nanos} may be any number. */
    EventLoop.ScheduledTask add(long nanos, Runnable task) {
        long wait = Math.max(0, Math.min(nanos, Long.MAX_VALUE / 2)); // later times could not be compared
        Entry entry = new Entry(Ticker.SYSTEM.read() + wait, Objects.requireNonNull(task, "task"));
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        size++;
        siftUp(size - 1, entry);
        return entry;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns the time until the next timer in nanoseconds: not negative, {@link Long#MAX_VALUE} if there is no timer. */
    long nanosToNext() {
        return size == 0 ? Long.MAX_VALUE : Math.max(0, heap[0].due - Ticker.SYSTEM.read());
    }

    /** Runs the timers that were due when this method was called, up to a number. */
    void runDue(Consumer<Runnable> runner, int most) {
        if (size == 0) {
            return;
        }
        runDue(runner, most, Ticker.SYSTEM.read());
    }

    /** Runs the timers that are due at a reading of the clock, up to a number. */
    void runDue(Consumer<Runnable> runner, int most, long now) {
        for (int i = 0; i < most && size > 0 && heap[0].due - now <= 0; i++) {
            Entry first = heap[0];
            remove(first);
            runner.accept(first.task);
        }
    }

    @SuppressWarnings("NullAway") // the unused part of the array
    private void remove(Entry entry) {
        int hole = entry.place;
        entry.place = Entry.GONE;
        size--;
        Entry last = heap[size];
        heap[size] = null;
        if (last == entry) {
            return;
        }
        if (hole > 0 && last.isBefore(heap[parent(hole)])) {
            siftUp(hole, last);
        } else {
            siftDown(hole, last);
        }
    }

    private void siftUp(int from, Entry entry) {
        int hole = from;
        while (hole > 0 && entry.isBefore(heap[parent(hole)])) {
            put(hole, heap[parent(hole)]);
            hole = parent(hole);
        }
        put(hole, entry);
    }

    private void siftDown(int from, Entry entry) {
        int hole = from;
        int child = earlierChild(hole);
        while (child < size && heap[child].isBefore(entry)) {
            put(hole, heap[child]);
            hole = child;
            child = earlierChild(hole);
        }
        put(hole, entry);
    }

    private int earlierChild(int place) {
        int left = 2 * place + 1;
        return left + 1 < size && heap[left + 1].isBefore(heap[left]) ? left + 1 : left;
    }

    private static int parent(int place) {
        return (place - 1) / 2;
    }

    private void put(int place, Entry entry) {
        heap[place] = entry;
        entry.place = place;
    }
}
