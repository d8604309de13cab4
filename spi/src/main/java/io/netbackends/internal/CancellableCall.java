// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.CancellationSignal;
import io.netbackends.Deadlines;
import io.netbackends.support.NetworkFailures;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A call that ends when a {@link CancellationSignal} is cancelled, even if the called code does not know the signal.
 *
 * <p>With a signal, the call is made on a daemon thread, under the deadlines of the caller. A caller that is cancelled or
 * interrupted returns immediately; the daemon thread is interrupted, and a stream that its call returns is closed.
 *
 * @param <T> what the call returns
 */
public final class CancellableCall<T> {
    private final Deadlines.Task<T, IOException> call;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable T result;
    private @Nullable Throwable failure;
    private @Nullable Thread worker;
    private boolean ended;
    private boolean abandoned;

    private CancellableCall(Deadlines.Task<T, IOException> call) {
        this.call = call;
    }

    /**
     * Makes the call; on this thread if there is no signal.
     *
     * @param operation the operation and its peer, for messages
     * @throws io.netbackends.NetworkStreamClosedException if the signal is or was cancelled
     * @throws java.io.InterruptedIOException if this thread was interrupted; its interrupt flag stays set
     * @throws IOException as thrown by the call
     */
    public static <T> T call(@Nullable CancellationSignal signal, Object operation, Deadlines.Task<T, IOException> call)
            throws IOException {
        if (signal == null) {
            return call.call(); // may block
        }
        signal.check(operation);
        NetworkFailures.checkInterrupt(operation);
        CancellableCall<T> cancellable = new CancellableCall<>(call);
        try (CancellationSignal.Registration registration = signal.closing(cancellable::abandon)) {
            Deadlines deadlines = Deadlines.current();
            ConnectThreads.execute(() -> deadlines.run(cancellable::run));
            return cancellable.await(signal, operation); // may block
        } finally {
            cancellable.abandon();
        }
    }

    /** The call itself obeys the deadline: its exception is more specific than one from here would be. */
    private T await(CancellationSignal signal, Object operation) throws IOException {
        lock.lock();
        try {
            while (!ended && !abandoned) {
                awaitChange(operation); // may block
            }
            if (!ended || abandoned) {
                signal.check(operation);
            }
            if (failure != null) {
                throw RelayedFailure.of(failure);
            }
            T taken = Objects.requireNonNull(result, "the call returned null");
            result = null;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Ignores the deadline, see above. */
    @SuppressWarnings("WaitNotInLoop") // the caller's
    private void awaitChange(Object operation) throws IOException {
        try {
            changed.await(); // may block
        } catch (InterruptedException e) {
            DeadlineWait.endUnlessHeld(operation);
        }
    }

    private void run() {
        T returned = null;
        Throwable thrown = null;
        if (begin()) {
            try {
                returned = call.call(); // may block
            } catch (Throwable e) {
                thrown = e;
            }
        }
        if (!end(returned, thrown)) {
            discard(returned);
        }
    }

    private boolean begin() {
        lock.lock();
        try {
            worker = Thread.currentThread();
            return !abandoned;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the caller still waits. Clears the interrupt flag, which the thread's next task must not find. */
    private boolean end(@Nullable T returned, @Nullable Throwable thrown) {
        lock.lock();
        try {
            worker = null;
            if (abandoned) {
                Thread.interrupted();
                return false;
            }
            ended = true;
            result = returned;
            failure = thrown;
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Also closes a result that the caller has not taken: the signal may be cancelled just before. */
    private void abandon() {
        T late;
        lock.lock();
        try {
            abandoned = true;
            late = result;
            result = null;
            if (worker != null) {
                worker.interrupt();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
        discard(late);
    }

    private static void discard(@Nullable Object late) {
        if (late instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException | RuntimeException e) {
                // the caller no longer waits
            }
        }
    }
}
