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
 * Lets one thread end the connect of another. Give it to the {@link ConnectRequest}; once cancelled, it stays so. Safe for use
 * by several threads.
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
     * A resource that the signal closes, until {@link #close} takes it back.
     *
     * <p>Compared by identity, so that one resource may be registered twice.
     */
    public final class Registration implements AutoCloseable {
        private final Closeable resource;

        private Registration(Closeable resource) {
            this.resource = resource;
        }

        /** Takes the resource back: the signal does not close it any more, unless it is just doing so. */
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
     * Ends the connects that have this signal, those that are under way and later ones: they fail with a {@link
     * NetworkStreamClosedException}, and a connection that comes too late is closed. Does not wait for them. Idempotent.
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
        ended.forEach(registration -> closeQuietly(registration.resource));
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
     * @param operation what was to be done, and with whom, for the message; its {@code toString} is called only for a failure
     * @throws NetworkStreamClosedException if {@link #cancel} was called
     */
    public void check(Object operation) throws NetworkStreamClosedException {
        if (isCancelled()) {
            throw new NetworkStreamClosedException(operation + ": the connect was cancelled", null);
        }
    }

    /**
     * Lets the signal close a resource when it is cancelled; at once if it has been. For authors of backends.
     *
     * <p>The thread that cancels closes it, and ignores failures. When the resource is connected, close the registration
     * first and then call {@link #check}: from then on the signal does nothing to it.
     *
     * @param resource closed on another thread than the one that uses it
     * @return takes the resource back when it is closed
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

    /** The thread that connects learns from its own calls that the resource is closed; no other failure is of use to it. */
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
