// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.internal.HelperThread;
import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes events on a dedicated thread, so that a slow disk, or a pipe without an active reader, delays a caller only
 * briefly.
 *
 * <p>A caller waits at most 1 s until its event is written or, in background mode, until the queue has room for it. After
 * one caller has waited without success, later callers do not wait until the thread has written again. An event without room
 * is lost. Callers that must not wait use {@link #withoutWaiting}.
 *
 * <p>The thread is a daemon that ends when idle. It keeps its progress in fields, without allocating memory, and restarts
 * after an Error. So no event is written twice, and every missing one is counted.
 */
final class QueuedEventSink implements EventSink {
    /**
     * The capacity in bytes of payload, approximately. Events without payload may use as much again: they are small, and
     * report how connections end.
     */
    static final long CAPACITY = Math.min(16 * 1024 * 1024, Runtime.getRuntime().maxMemory() / 16);

    private static final long EVENT_OVERHEAD = 200;
    private static final long BATCH = 1024 * 1024;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private record Task(Runnable action, long weight, boolean isEvent) {}

    private final EventWriter writer;
    private final String name;
    private final boolean background;
    private final WarnOnce warning = new WarnOnce();
    private final HelperThread thread = new HelperThread("netbackends-recording", this::run);
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong lostElsewhere = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();

    /** This class allocates before it changes its state, so an OutOfMemoryError leaves the queue intact. */
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();

    private long size;
    private long taken;
    private long done;
    private long batchCount;
    private long batchWeight;
    private boolean stalled;
    private boolean closed;
    private @Nullable IOException closeFailure;

    /**
     * Registered only while the thread runs, because the JVM's reference to the hook keeps the class loader of this class
     * alive.
     */
    private @Nullable Thread atExit;

    /**
     * Creates a queue.
     *
     * @param background whether callers do not wait for their events to be written; on exit, the JVM waits at most 2 s for
     *     them
     * @param name of what is written to, for warnings
     */
    QueuedEventSink(EventWriter writer, boolean background, String name) {
        this.writer = writer;
        this.background = background;
        this.name = name;
    }

    /** How many events failed to be written, or are still waiting although the queue was closed. */
    long lost() {
        FailsafeLock.lock(lock);
        try {
            return failed.get() + (closed ? taken - done : 0);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long awaitRoom(long nanos) {
        return await(nanos, () -> size < CAPACITY || closed);
    }

    @Override
    public long offer(Event event) {
        return offer(event, !background);
    }

    /** Accepts an event. If no caller awaits it, the JVM waits for it on exit. */
    private long offer(Event event, boolean awaited) {
        long weight = EVENT_OVERHEAD
                + (event instanceof Event.Data data ? data.bytes().remaining() : 0);
        Task task = new Task(() -> writer.write(event), weight, true);
        FailsafeLock.lock(lock);
        try {
            if (closed) {
                return LOST;
            }
            if (size < (event instanceof Event.Data ? CAPACITY : 2 * CAPACITY)) {
                return add(task, awaited);
            }
        } finally {
            lock.unlock();
        }
        warning.warn("recording to " + name + " cannot keep up; lost events are counted there", null);
        return LOST;
    }

    @Override
    public void lostElsewhere() {
        lostElsewhere.incrementAndGet();
    }

    @Override
    public void beforeRead(long connection) {
        if (!writer.wantsBeforeRead()) {
            return;
        }
        Task task = new Task(() -> writer.beforeRead(connection), EVENT_OVERHEAD, false);
        FailsafeLock.lock(lock);
        try {
            if (!closed && size < CAPACITY) {
                add(task, !background);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void awaitWritten(long ticket) {
        if (!background) {
            await(MAX_WAIT_NANOS, () -> done >= ticket);
        }
    }

    @Override
    public EventSink withoutWaiting() {
        return new WithoutWaiting();
    }

    @Override
    public void close() throws IOException {
        boolean inline = false;
        FailsafeLock.lock(lock);
        try {
            if (!closed) {
                closed = true;
                try {
                    add(new Task(this::closeWriter, EVENT_OVERHEAD, false), true);
                } catch (OutOfMemoryError e) { // no thread can be started, and so none is running
                    inline = true;
                }
                work.signal();
            }
        } finally {
            lock.unlock();
        }
        if (inline) {
            closeWriter();
        } else {
            drain();
        }
        if (closeFailure != null) {
            throw closeFailure;
        }
        long waiting = taken - done;
        if (waiting > 0) {
            throw new IOException("recording to " + name + " is not complete: " + waiting
                    + " events or less are still waiting to be written");
        }
    }

    private void closeWriter() {
        try {
            writer.addLosses(lostElsewhere.getAndSet(0));
            writer.close();
        } catch (IOException e) {
            closeFailure = e;
        }
    }

    @Override
    public void drain() {
        boolean interrupted = false;
        FailsafeLock.lock(lock);
        try {
            long nanos = CLOSE_NANOS;
            while (done < taken && nanos > 0) {
                try {
                    nanos = progress.awaitNanos(nanos);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            lock.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private long await(long most, BooleanSupplier condition) {
        long nanos = most;
        FailsafeLock.lock(lock);
        try {
            while (!condition.getAsBoolean() && !stalled) {
                if (nanos <= 0) {
                    stalled = true;
                } else {
                    nanos = progress.awaitNanos(nanos);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the call on the stream handles the interrupt
        } finally {
            lock.unlock();
        }
        return nanos;
    }

    /**
     * Adds a task and returns its ticket. The caller holds the lock.
     *
     * @throws OutOfMemoryError if memory or threads are exhausted; the task is then not added
     */
    private long add(Task task, boolean awaited) {
        boolean running = thread.isRunning();
        thread.ensureRunning();
        if (!awaited && (!running || atExit == null)) {
            drainAtExit();
        }
        tasks.add(task);
        size += task.weight;
        taken++;
        work.signal();
        return taken;
    }

    private void drainAtExit() {
        try {
            if (atExit == null) {
                Thread hook = new Thread(null, this::drain, "netbackends-recording-exit", 0, false);
                Runtime.getRuntime().addShutdownHook(hook);
                atExit = hook;
            }
        } catch (IllegalStateException | OutOfMemoryError e) {
            // The JVM is exiting, or out of memory: the next event tries again.
        }
    }

    private void letExit() {
        Thread hook = atExit;
        atExit = null;
        try {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException e) {
            // the hook is running
        }
    }

    private void run() {
        while (awaitWork()) {
            for (Task task = poll(); task != null; task = poll()) {
                attempt(task);
            }
            attempt(writer::flush);
            finishBatch();
        }
    }

    private void attempt(Task task) {
        try {
            if (lostElsewhere.get() > 0) {
                writer.addLosses(lostElsewhere.getAndSet(0));
            }
            task.action.run();
        } catch (RuntimeException | Error failure) {
            if (task.isEvent) {
                failed.incrementAndGet();
            }
            warning.warn("recording to " + name + " failed", failure);
        }
    }

    private void attempt(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error failure) {
            warning.warn("recording to " + name + " failed", failure);
        }
    }

    /** Waits for a task. Returns false if there was none and the thread has retired. */
    private boolean awaitWork() {
        FailsafeLock.lock(lock);
        try {
            long nanos = IDLE_NANOS;
            while (tasks.isEmpty() && batchCount == 0) {
                if (nanos <= 0 || closed) {
                    thread.retire();
                    letExit();
                    return false;
                }
                try {
                    nanos = work.awaitNanos(nanos);
                } catch (InterruptedException e) {
                    // an interrupt does not end the thread: events may be waiting
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next task, or null at the end of the batch. A task that fails is not retried. */
    private @Nullable Task poll() {
        FailsafeLock.lock(lock);
        try {
            Task task = batchWeight < BATCH ? tasks.poll() : null;
            if (task != null) {
                batchCount++;
                batchWeight += task.weight;
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    private void finishBatch() {
        FailsafeLock.lock(lock);
        try {
            done += batchCount;
            size -= batchWeight;
            batchCount = 0;
            batchWeight = 0;
            stalled = false;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The queue for callers that neither wait for room nor for their events to be written. */
    private final class WithoutWaiting implements EventSink {
        @Override
        public long awaitRoom(long nanos) {
            return nanos;
        }

        @Override
        public long offer(Event event) {
            return QueuedEventSink.this.offer(event, false);
        }

        @Override
        public void awaitWritten(long ticket) {}

        @Override
        public void lostElsewhere() {
            QueuedEventSink.this.lostElsewhere();
        }

        @Override
        public void beforeRead(long connection) {
            QueuedEventSink.this.beforeRead(connection);
        }

        @Override
        public void close() throws IOException {
            QueuedEventSink.this.close();
        }
    }
}
