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
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An event loop around a selector. Its daemon thread starts when there is work. The thread and the selector end when no
 * channel is registered and there has been no other work for some seconds.
 */
public final class SelectorLoop implements EventLoop {
    private static final System.Logger LOG = System.getLogger(SelectorLoop.class.getName());

    /** The number of tasks, and of timers, to run before the channels are checked again. */
    private static final int MOST_A_TURN = 1024;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final String name;
    private final long idleNanos;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final TimerQueue timers = new TimerQueue();
    private final Queue<ReadyChannel> ready = new ArrayDeque<>();
    private final SpinDetector spins = new SpinDetector();
    private final Selection selection;
    private final AtomicReference<State> state = new AtomicReference<>(State.STOPPED);

    /** Held to start and to end the thread. */
    private final ReentrantLock lifeCycle = new ReentrantLock();

    private volatile @Nullable Thread thread;
    private volatile @Nullable Selector selector;

    private enum State {
        /** There is no thread. */
        STOPPED,

        /** The thread will check the tasks before it waits: it need not be woken. */
        AWAKE,

        /** The thread waits, or is about to. */
        ASLEEP
    }

    /** Waits for channels: {@link Selector#select(Consumer, long)}, except in tests. */
    interface Selection {
        /** Returns the number of ready channels. */
        int select(Selector selector, Consumer<SelectionKey> action, long millis) throws IOException;
    }

    /**
     * Makes a loop without a thread.
     *
     * @param name of its threads
     * @param idleNanos the time that the thread waits without work before it ends
     */
    SelectorLoop(String name, long idleNanos) {
        this(name, idleNanos, Selector::select);
    }

    SelectorLoop(String name, long idleNanos, Selection selection) {
        this.name = name;
        this.idleNanos = idleNanos;
        this.selection = selection;
    }

    @Override
    public boolean isLoopThread() {
        return Thread.currentThread() == thread;
    }

    /**
     * {@inheritDoc}
     *
     * @throws OutOfMemoryError if no thread is available; the task does not run
     * @throws UncheckedIOException if the process has no descriptor left for a selector; the task does not run
     */
    @Override
    public void execute(Runnable task) {
        tasks.add(Objects.requireNonNull(task, "task"));
        if (isLoopThread()) {
            return;
        }
        if (state.get() == State.STOPPED) {
            startFor(task);
        }
        wakeUp();
    }

    private void wakeUp() {
        if (state.get() == State.ASLEEP && state.compareAndSet(State.ASLEEP, State.AWAKE)) {
            current().wakeup();
        }
    }

    private void startFor(Runnable task) {
        lifeCycle.lock();
        try {
            if (state.get() == State.STOPPED) {
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
        try {
            Thread starting = new LoopThread(name, this::runUntilIdle);
            selector = opened;
            thread = starting;
            starting.start();
            state.compareAndSet(State.STOPPED, State.AWAKE); // unless the thread is already waiting
        } catch (Throwable e) { // until now, other threads found the loop stopped, and wait for the lock
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
     * @param ops the operations to report
     * @param handler receives the reports
     * @return the registration
     * @throws IOException if the channel is closed or the system refuses
     */
    SelectionKey register(SelectableChannel channel, int ops, ReadyChannel handler) throws IOException {
        return channel.register(current(), ops, handler);
    }

    /** Releases the descriptors of closed channels, which a selector retains until it selects. On the loop's thread. */
    void releaseClosed() {
        try {
            current().selectNow(this::noteReady);
        } catch (IOException e) {
            LOG.log(Level.WARNING, this + ": selecting failed", e);
        }
    }

    private Selector current() {
        return Objects.requireNonNull(selector, "a loop that was never started has no selector");
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

    /** Waits for work and does it; returns whether there was any. */
    private boolean turn() {
        boolean worked = true;
        try {
            timers.runDue(this::runLogged, MOST_A_TURN);
            worked = runTasks() > 0;
            worked = select() > 0 || worked;
            for (ReadyChannel next = ready.poll(); next != null; next = ready.poll()) {
                runLogged(next::handle);
            }
        } catch (Throwable e) { // out of memory, for example: the loop continues for all other channels
            state.set(State.AWAKE);
            logQuietly(e);
            recover();
        }
        return worked;
    }

    private int runTasks() {
        int n = 0;
        while (n < MOST_A_TURN) {
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
        if (nanos == 0 || !ready.isEmpty() || !fallAsleep()) {
            state.set(State.AWAKE);
            return current().selectNow(this::noteReady);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos + TimeUnit.MILLISECONDS.toNanos(1) - 1);
        long start = Ticker.SYSTEM.read();
        int n = selection.select(current(), this::noteReady, millis);
        boolean woken = state.get() == State.AWAKE;
        state.set(State.AWAKE); // no thread needs to wake this one while it is working
        boolean interrupted = Thread.interrupted(); // with the flag set, the wait would end immediately
        boolean early = n == 0 && !woken && !interrupted && Ticker.SYSTEM.read() - start < nanos;
        if (spins.isSpinning(early)) {
            LOG.log(Level.WARNING, this + ": the selector repeatedly returned early, and is replaced");
            rebuild();
        }
        return n;
    }

    /** Returns false if there are tasks. A thread that adds one later finds the loop waiting, and wakes it. */
    private boolean fallAsleep() {
        state.set(State.ASLEEP);
        return tasks.isEmpty();
    }

    /** A failed selector would fail again immediately; a loop without pause would use up a processor. */
    private void recover() {
        try {
            rebuild();
        } catch (Throwable e) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    /** On some kernels and JDKs, a selector starts to return immediately each time (JDK-6403933); a new one does not. */
    private void rebuild() throws IOException {
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
            state.set(State.STOPPED);
            if (!tasks.isEmpty()) { // a thread that adds a task later finds the loop stopped, and waits for the lock
                state.set(State.AWAKE);
                return false;
            }
            thread = null;
            closeQuietly(current());
            return true;
        } finally {
            lifeCycle.unlock();
        }
    }

    private void runLogged(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) { // thrown by the caller's function; it must not affect other tasks
            logQuietly(e);
        } finally {
            Thread.interrupted(); // nor may an interrupt
        }
    }

    private void logQuietly(Throwable failure) {
        try {
            LOG.log(Level.ERROR, this + ": a task failed", failure);
        } catch (Throwable e) {
            // logging may fail for lack of memory as well
        }
    }

    /** Returns, for instance, {@code <SelectorLoop [netbackends-loop-1]>}. */
    @Override
    public String toString() {
        return "<SelectorLoop [" + name + "]>";
    }
}
