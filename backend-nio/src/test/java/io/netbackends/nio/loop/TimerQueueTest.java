// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netbackends.internal.Ticker;
import io.netbackends.support.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Timers run in the order of their times, even if others were cancelled. */
class TimerQueueTest {
    private static final long HOUR = 3_600_000_000_000L;

    private final TimerQueue queue = new TimerQueue();
    private final List<Integer> run = new ArrayList<>();

    @Test
    void tasksComeInOrderWhateverWasCancelled() {
        Random random = new Random(7);
        TreeMap<Long, Integer> expected = new TreeMap<>();
        List<EventLoop.ScheduledTask> scheduled = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            long nanos = i * HOUR;
            times.add(nanos);
        }
        Collections.shuffle(times, random);
        for (long nanos : times) {
            int id = (int) (nanos / HOUR);
            scheduled.add(queue.add(nanos, () -> run.add(id)));
            expected.put(nanos, id);
        }
        for (int i = 0; i < 1000; i++) {
            if (random.nextBoolean()) {
                scheduled.get(i).cancel();
                scheduled.get(i).cancel(); // without effect
                expected.remove(times.get(i));
            }
        }

        drain(Ticker.SYSTEM.read() + 2000 * HOUR);

        assertEquals(List.copyOf(expected.values()), run);
        assertTrue(queue.isEmpty());
    }

    @Test
    void aTaskIsDueNoEarlierThanItsTime() {
        long before = Ticker.SYSTEM.read();
        queue.add(HOUR, () -> run.add(1));

        drain(before + HOUR - 1);
        assertEquals(List.of(), run);
        assertTrue(queue.nanosToNext() > HOUR / 2);
    }

    @Test
    void aTaskForTheEndOfTimeIsNotDue() {
        queue.add(Long.MAX_VALUE, () -> run.add(1));

        drain(Ticker.SYSTEM.read() + HOUR);
        assertEquals(List.of(), run);
    }

    @Test
    void aTaskThatHasRunCannotBeCancelledAnyMore() {
        EventLoop.ScheduledTask first = queue.add(0, () -> run.add(1));
        queue.add(0, () -> run.add(2));
        drain(Ticker.SYSTEM.read() + HOUR);
        queue.add(0, () -> run.add(3));

        first.cancel();
        drain(Ticker.SYSTEM.read() + HOUR);

        assertEquals(3, run.size());
    }

    @Test
    void noMoreTasksRunAtATimeThanIsSaid() {
        for (int i = 0; i < 10; i++) {
            queue.add(0, () -> run.add(1));
        }

        queue.runDue(Runnable::run, 4, Ticker.SYSTEM.read());

        assertEquals(4, run.size());
        assertEquals(0, queue.nanosToNext());
    }

    private void drain(long now) {
        queue.runDue(Runnable::run, Integer.MAX_VALUE, now);
    }
}
