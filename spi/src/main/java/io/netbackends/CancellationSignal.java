// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread end the connect of another. Pass it in the {@link ConnectRequest}. Once cancelled, it stays cancelled.
 * Safe for use by several threads.
 *
 * <pre>{@code
 * CancellationSignal signal = new CancellationSignal();
 * // one thread:
 * stream = net.connect(ConnectRequest.to("localhost", 443).withCancellation(signal));
 * // another one:
 * signal.cancel(); // the connect fails with a NetworkStreamClosedException
 * }</pre>
 *
 * <p>A signal ends connects only: it does nothing to a stream that {@code connect} has returned.
 */
public final class CancellationSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Registration> registrations = new LinkedHashSet<>();
    private boolean cancelled;

    /** Creates a signal that is not cancelled. */
    public CancellationSignal() {}

    /**
     * A resource that the signal closes, until {@link #close} unregisters it.
     *
     * <p>Compared by identity, so that one resource may be registered twice.
     */
    public final class Registration implements AutoCloseable {
        private final Closeable resource;

        private Registration(Closeable resource) {
            this.resource = resource;
        }

        /** Releases the resource: the signal no longer closes it, unless a close is under way. */
        @Override
        public void close() {
            lock.lock();
            try {
                registrations.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Ends all connects that have this signal, current and future: they fail with a {@link NetworkStreamClosedException}. A
     * connection that is established too late is closed. Does not wait. Idempotent.
     */
    public void cancel() {
        List<Registration> ended;
        lock.lock();
        try {
            cancelled = true;
            ended = new ArrayList<>(registrations);
            registrations.clear();
        } finally {
            lock.unlock();
        }
        for (Registration registration : ended) {
            closeQuietly(registration.resource);
        }
    }

    /** {@return whether {@link #cancel} was called} */
    public boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Fails if the signal was cancelled. For authors of backends, before and after each step of a connect.
     *
     * @param operation the operation and its peer, for the message; its {@code toString} is called only for a failure
     * @throws NetworkStreamClosedException if {@link #cancel} was called
     */
    public void check(Object operation) throws NetworkStreamClosedException {
        if (isCancelled()) {
            throw new NetworkStreamClosedException(operation + ": the connect was cancelled", null);
        }
    }

    /**
     * Registers a resource that the signal closes when it is cancelled; if it has been cancelled already, closes it
     * immediately. For authors of backends.
     *
     * <p>The thread that cancels closes it, and ignores failures. Once the resource is connected, close the registration,
     * then call {@link #check}: from then on, the signal does not affect the resource.
     *
     * @param resource closed on another thread than the one that uses it
     * @return closed by the caller to release the resource
     */
    public Registration closing(Closeable resource) {
        Registration registration = new Registration(Objects.requireNonNull(resource, "resource"));
        boolean late;
        lock.lock();
        try {
            late = cancelled;
            if (!late) {
                registrations.add(registration);
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            closeQuietly(resource);
        }
        return registration;
    }

    /** The connecting thread learns from its own calls that the resource is closed; a failure of close would not help it. */
    private static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException | RuntimeException e) {
            // see above
        }
    }

    /** Returns {@code <CancellationSignal>} or {@code <CancellationSignal CANCELLED>}. */
    @Override
    public String toString() {
        return isCancelled() ? "<CancellationSignal CANCELLED>" : "<CancellationSignal>";
    }
}
