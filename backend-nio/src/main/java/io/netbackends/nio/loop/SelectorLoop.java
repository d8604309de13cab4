// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import io.netbackends.internal.Ticker;
import io.netbackends.support.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An event loop around a selector. Its thread is a daemon, which starts when there is something to do, and ends, with the
 * selector, when no channel is registered and there has been nothing else to do for some seconds.
 */
public final class SelectorLoop implements EventLoop {
    private static final System.Logger LOG = System.getLogger(SelectorLoop.class.getName());

    /** So many tasks run before the channels are looked at again. */
    private static final int TASKS_A_TURN = 1024;

    private final String name;
    private final long idleNanos;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final TimerQueue timers = new TimerQueue();
    private final Queue<ReadyChannel> ready = new ArrayDeque<>();
    private final SpinDetector spins = new SpinDetector();

    /** Whether the thread will look at {@link #tasks} before it waits: then there is no need to wake it. */
    private final AtomicBoolean awake = new AtomicBoolean();

    /** Held to start and to end the thread. */
    private final ReentrantLock lifeCycle = new ReentrantLock();

    private volatile @Nullable Thread thread;
    private volatile @Nullable Selector selector;

    /**
     * Makes a loop without a thread.
     *
     * @param name of its threads
     * @param idleNanos how long the thread stays when there is nothing to do
     */
    SelectorLoop(String name, long idleNanos) {
        this.name = name;
        this.idleNanos = idleNanos;
    }

    @Override
    public boolean isLoopThread() {
        return Thread.currentThread() == thread;
    }

    /**
     * {@inheritDoc}
     *
     * @throws OutOfMemoryError if the system has no thread to give; the task does not run
     * @throws UncheckedIOException if the process has no descriptor left for a selector; the task does not run
     */
    @Override
    public void execute(Runnable task) {
        tasks.add(Objects.requireNonNull(task, "task"));
        if (isLoopThread()) {
            return;
        }
        if (thread == null) {
            startFor(task);
        }
        wakeUp();
    }

    private void wakeUp() {
        Selector waiting = selector;
        if (waiting != null && !awake.get() && awake.compareAndSet(false, true)) {
            waiting.wakeup();
        }
    }

    private void startFor(Runnable task) {
        lifeCycle.lock();
        try {
            if (thread == null) {
                start();
            }
        } catch (Throwable e) {
            tasks.remove(task);
            throw e;
        } finally {
            lifeCycle.unlock();
        }
    }

    private void start() {
        Selector opened = open();
        Thread starting = new LoopThread(name, this::runUntilIdle);
        selector = opened;
        thread = starting;
        try {
            starting.start();
        } catch (Throwable e) {
            thread = null;
            selector = null;
            closeQuietly(opened);
            throw e;
        }
    }

    private static Selector open() {
        try {
            return Selector.open();
        } catch (IOException e) { // too many open files
            throw new UncheckedIOException(e);
        }
    }

    private static void closeQuietly(Selector closing) {
        try {
            closing.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a selector could not be closed", e);
        }
    }

    @Override
    public ScheduledTask schedule(long nanos, Runnable task) {
        return timers.add(nanos, task);
    }

    /**
     * Registers a channel. Called on the loop's thread only.
     *
     * @param channel non-blocking
     * @param ops what to be told of
     * @param handler told
     * @return the registration
     * @throws IOException if the channel is closed or the system refuses
     */
    SelectionKey register(SelectableChannel channel, int ops, ReadyChannel handler) throws IOException {
        return channel.register(current(), ops, handler);
    }

    /** Frees the descriptors of channels that were closed: a selector holds on to them until it selects. On the loop's thread. */
    void releaseClosed() {
        try {
            current().selectNow(this::noteReady);
        } catch (IOException e) {
            LOG.log(Level.WARNING, this + ": selecting failed", e);
        }
    }

    private Selector current() {
        return Objects.requireNonNull(selector, "a loop without a thread has no selector");
    }

    private void noteReady(SelectionKey key) {
        ReadyChannel handler = (ReadyChannel) key.attachment();
        if (handler.noteReady(key.readyOps())) {
            ready.add(handler);
        }
    }

    private void runUntilIdle() {
        long idleSince = Ticker.SYSTEM.read();
        while (true) {
            boolean worked = turn();
            if (worked || !timers.isEmpty() || !current().keys().isEmpty()) {
                idleSince = Ticker.SYSTEM.read();
            } else if (Ticker.SYSTEM.read() - idleSince >= idleNanos && tryEnd()) {
                return;
            }
        }
    }

    /** Does what there is to do, after waiting for it; returns whether there was anything. */
    private boolean turn() {
        int worked = 0;
        try {
            timers.runDue(this::runLogged);
            worked = runTasks();
            worked += select();
            Thread.interrupted(); // else no wait would wait
            for (ReadyChannel next = ready.poll(); next != null; next = ready.poll()) {
                runLogged(next::handle);
            }
            awake.set(true);
        } catch (Throwable e) { // no memory, for example: the loop goes on for all other channels
            logQuietly(e);
        }
        return worked > 0;
    }

    private int runTasks() {
        int n = 0;
        while (n < TASKS_A_TURN) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            runLogged(task);
            n++;
        }
        return n;
    }

    private int select() throws IOException {
        long nanos = Math.min(timers.nanosToNext(), idleNanos);
        awake.set(false);
        if (!tasks.isEmpty() || nanos == 0 || !ready.isEmpty()) {
            awake.set(true);
            return current().selectNow(this::noteReady);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos + TimeUnit.MILLISECONDS.toNanos(1) - 1);
        long start = Ticker.SYSTEM.read();
        int n = current().select(this::noteReady, millis);
        boolean early = n == 0 && !awake.getAndSet(true) && Ticker.SYSTEM.read() - start < nanos;
        if (spins.isSpinning(early)) {
            rebuild();
        }
        return n;
    }

    /** Some kernels and JDKs let a selector return at once for ever (JDK-6403933): a new one does not. */
    private void rebuild() throws IOException {
        LOG.log(Level.WARNING, this + ": the selector returned early again and again, and is replaced");
        Selector old = current();
        Selector fresh = Selector.open();
        for (SelectionKey key : old.keys()) {
            if (key.isValid()) {
                int ops = key.interestOps();
                key.cancel();
                ((ReadyChannel) key.attachment()).registered(key.channel().register(fresh, ops, key.attachment()));
            }
        }
        selector = fresh;
        old.close();
    }

    private boolean tryEnd() {
        lifeCycle.lock();
        try {
            if (!tasks.isEmpty()) {
                return false;
            }
            Selector closing = current();
            selector = null;
            thread = null;
            closeQuietly(closing);
        } finally {
            lifeCycle.unlock();
        }
        if (!tasks.isEmpty()) { // added while the thread was seen to be there
            restart();
        }
        return true;
    }

    private void restart() {
        lifeCycle.lock();
        try {
            if (thread == null) {
                start();
            }
        } finally {
            lifeCycle.unlock();
        }
    }

    private void runLogged(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) { // of the caller's function; others must not suffer from it
            logQuietly(e);
        }
    }

    private void logQuietly(Throwable failure) {
        try {
            LOG.log(Level.ERROR, this + ": a task failed", failure);
        } catch (Throwable e) {
            // no memory for that either
        }
    }

    /** Returns, for instance, {@code <SelectorLoop [netbackends-loop-1]>}. */
    @Override
    public String toString() {
        return "<SelectorLoop [" + name + "]>";
    }
}
