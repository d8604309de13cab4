// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has events written by a thread of its own, so that a slow disk, or a pipe that nobody reads, holds nobody up for long.
 *
 * <p>Whoever brings an event waits until it is written, or, if it is written in the background, until there is room for it; 1
 * s at most, and not at all while the last one who did has waited in vain. What there is no room for then is lost.
 *
 * <p>The thread is a daemon that ends when idle.
 */
final class QueuedEventSink implements EventSink {
    /** In bytes of payload, roughly. What has none may take as much again: it is little, and says how connections end. */
    static final long CAPACITY = Math.min(16 * 1024 * 1024, Runtime.getRuntime().maxMemory() / 16);

    private static final long EVENT_OVERHEAD = 200;
    private static final long BATCH = 1024 * 1024;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private record Task(Runnable action, long weight) {}

    private final EventWriter writer;
    private final String name;
    private final @Nullable Thread atExit;
    private final WarnOnce warning = new WarnOnce();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private final ArrayDeque<Task> tasks = new ArrayDeque<>();
    private long size;
    private long taken;
    private long done;
    private boolean stalled;
    private boolean running;
    private boolean closed;
    private @Nullable IOException closeFailure;

    /**
     * Creates a queue.
     *
     * @param background whether nobody waits for an event to be written; the JVM does, 2 s at most, before it exits
     * @param name of what is written to, for warnings
     */
    QueuedEventSink(EventWriter writer, boolean background, String name) {
        this.writer = writer;
        this.name = name;
        this.atExit = background ? new Thread(null, this::drain, "netbackends-recording-exit", 0, false) : null;
        if (atExit != null) {
            Runtime.getRuntime().addShutdownHook(atExit);
        }
    }

    @Override
    public long awaitRoom(long nanos) {
        return await(nanos, () -> size < CAPACITY || closed);
    }

    @Override
    public long offer(Event event) {
        long weight = EVENT_OVERHEAD
                + (event instanceof Event.Data data ? data.bytes().remaining() : 0);
        lock.lock();
        try {
            if (closed) {
                return LOST;
            }
            if (size < (event instanceof Event.Data ? CAPACITY : 2 * CAPACITY)) {
                return add(() -> writer.write(event), weight);
            }
        } finally {
            lock.unlock();
        }
        warning.warn("recording to " + name + " cannot keep up; what is lost is counted there", null);
        return LOST;
    }

    @Override
    public void beforeRead(long connection) {
        if (!writer.wantsBeforeRead()) {
            return;
        }
        lock.lock();
        try {
            if (!closed && size < CAPACITY) {
                add(() -> writer.beforeRead(connection), EVENT_OVERHEAD);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void awaitWritten(long ticket) {
        if (atExit == null) {
            await(MAX_WAIT_NANOS, () -> done >= ticket);
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (!closed) {
                add(this::closeWriter, EVENT_OVERHEAD);
                closed = true;
            }
        } finally {
            lock.unlock();
        }
        drain();
        if (atExit != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException e) {
                // It is running.
            }
        }
        if (closeFailure != null) {
            throw closeFailure;
        }
    }

    private void closeWriter() {
        try {
            writer.close();
        } catch (IOException e) {
            closeFailure = e;
        }
    }

    /** Waits up to 2 s for what is in the queue to be written. */
    private void drain() {
        boolean interrupted = false;
        lock.lock();
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
        lock.lock();
        try {
            while (!condition.getAsBoolean() && !stalled) {
                if (nanos <= 0) {
                    stalled = true;
                } else {
                    nanos = progress.awaitNanos(nanos);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the stream has more to say about it
        } finally {
            lock.unlock();
        }
        return nanos;
    }

    /** With the lock held. */
    private long add(Runnable action, long weight) {
        tasks.add(new Task(action, weight));
        size += weight;
        taken++;
        if (!running) {
            Thread thread = new Thread(null, this::run, "netbackends-recording", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.start();
            running = true; // not if there is no thread to be had: the next event tries again
        } else {
            work.signal();
        }
        return taken;
    }

    private void run() {
        List<Task> batch = new ArrayList<>();
        while (take(batch)) {
            batch.forEach(task -> attempt(task.action));
            attempt(writer::flush);
            finish(batch);
        }
    }

    /** This thread goes on, whatever happens: nobody else would write. */
    private void attempt(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error failure) {
            warning.warn("recording to " + name + " failed", failure);
        }
    }

    private boolean take(List<Task> batch) {
        lock.lock();
        try {
            long nanos = IDLE_NANOS;
            while (tasks.isEmpty() && nanos > 0) {
                nanos = work.awaitNanos(nanos);
            }
            long weight = 0;
            while (!tasks.isEmpty() && weight < BATCH) {
                Task task = tasks.remove();
                weight += task.weight;
                batch.add(task);
            }
            running = !batch.isEmpty();
        } catch (InterruptedException e) {
            running = false; // by whom? another thread goes on
        } finally {
            lock.unlock();
        }
        return !batch.isEmpty();
    }

    private void finish(List<Task> batch) {
        lock.lock();
        try {
            done += batch.size();
            size -= batch.stream().mapToLong(Task::weight).sum();
            stalled = false;
            progress.signalAll();
        } finally {
            batch.clear();
            lock.unlock();
        }
    }
}
