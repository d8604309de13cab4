// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.CancellableCall;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.UnspecifiedAddress;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a name that may have several addresses, by racing them as in RFC 8305 ("Happy Eyeballs").
 *
 * <p>IPv6 and IPv4 addresses take turns, IPv6 first. The next one is tried when an attempt has failed, or after 250 ms
 * without a result, while earlier attempts continue. The first connection wins; all others are closed, also late ones. The
 * ambient {@link Timeout} bounds the lookup and all attempts together. If all attempts fail, the first failure is thrown,
 * with the others as suppressed exceptions.
 *
 * <p>Connecting starts when the {@link HostResolver} has returned all addresses. The separate AAAA and A queries of RFC 8305
 * section 3 are left to the resolver; the JDK's has a single call for both.
 */
public final class HappyEyeballs {
    /** The "Connection Attempt Delay" of RFC 8305 section 8: the next attempt starts after 250 ms. */
    public static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

    private HappyEyeballs() {}

    /**
     * One attempt to connect to one address.
     *
     * @param <T> the type of a connection
     */
    public interface Attempt<T> extends Closeable {
        /**
         * Connects; called once. Bounded by the ambient {@link Timeout}; may be called on a thread other than the caller's,
         * with the caller's deadlines.
         *
         * @return the connection, which the attempt then no longer owns
         * @throws IOException if it failed; {@link #close} is called afterwards
         */
        T connect() throws IOException;

        /**
         * Cancels the attempt: wakes a thread that is blocked in {@link #connect}. May be called by any thread, more than
         * once.
         */
        @Override
        void close() throws IOException;
    }

    /**
     * Makes attempts.
     *
     * @param <T> the type of a connection
     */
    @FunctionalInterface
    public interface AttemptFactory<T> {
        /**
         * Makes an attempt, without blocking.
         *
         * @param address where to connect to, resolved
         * @return not connected yet
         * @throws IOException if this address cannot even be tried
         */
        Attempt<T> open(InetSocketAddress address) throws IOException;
    }

    /**
     * Connects to one of the addresses of a request, or looks up its host and connects to it. The calling thread connects to
     * a single address; with several, each attempt has a daemon thread. An unspecified address ({@code 0.0.0.0}, {@code ::})
     * stands for the loopback address of its family.
     *
     * <p>A {@link CancellationSignal} of the request ends the lookup, which then has a daemon thread, and closes all attempts.
     *
     * @param <T> the type of a connection
     * @param request its local address and options are left to the factory
     * @param resolver looks up the host; not called for an IP address
     * @param factory makes the attempts
     * @return the first connection
     * @throws io.netbackends.NetworkStreamClosedException if the connect was cancelled
     * @throws NetworkTimeoutException if a deadline passed first; failures until then are suppressed exceptions of it
     * @throws java.net.UnknownHostException if the host has no address
     * @throws InterruptedIOException if the thread was interrupted while waiting; its interrupt flag stays set
     * @throws IOException if no address could be connected to
     */
    public static <T extends Closeable> T connect(
            ConnectRequest request, HostResolver resolver, AttemptFactory<T> factory) throws IOException {
        String operation = "connect to " + request;
        CancellationSignal cancellation = request.cancellation();
        if (cancellation != null) {
            cancellation.check(operation);
        }
        DeadlineWait.check(operation);
        ConnectWatch watch = new ConnectWatch(request);
        List<InetSocketAddress> addresses = addresses(request, resolver, watch); // may block
        T connection = addresses.size() == 1
                ? connectAlone(operation, addresses.get(0), factory, cancellation, watch) // may block
                : race(operation, addresses, factory, cancellation, watch); // may block
        if (cancellation != null && cancellation.isCancelled()) {
            closeQuietly(connection);
            cancellation.check(operation);
        }
        return connection;
    }

    private static <T extends Closeable> T race(
            String operation,
            List<InetSocketAddress> addresses,
            AttemptFactory<T> factory,
            @Nullable CancellationSignal cancellation,
            ConnectWatch watch)
            throws IOException {
        ConnectRace race = new ConnectRace(operation, addresses);
        try (ThreadedAttemptRunner<T> runner = new ThreadedAttemptRunner<>();
                CancellationSignal.Registration registration = closing(cancellation, runner)) {
            return new ConnectRaceLoop<>(operation, race, factory, runner, cancellation, watch).run(); // may block
        }
    }

    private static CancellationSignal.@Nullable Registration closing(
            @Nullable CancellationSignal cancellation, Closeable resource) {
        return cancellation == null ? null : cancellation.closing(resource);
    }

    private static <T> Attempt<T> open(String operation, AttemptFactory<T> factory, InetSocketAddress address)
            throws IOException {
        try {
            return factory.open(address);
        } catch (IOException e) {
            throw NetworkFailures.during(operation, e);
        }
    }

    private static <T> T connectAlone(
            String operation,
            InetSocketAddress address,
            AttemptFactory<T> factory,
            @Nullable CancellationSignal cancellation,
            ConnectWatch watch)
            throws IOException {
        watch.started(address);
        try {
            T connection = connect(operation, open(operation, factory, address), cancellation); // may block
            watch.succeeded(address);
            return connection;
        } catch (Throwable e) {
            watch.failed(address, e);
            throw e;
        }
    }

    private static <T> T connect(String operation, Attempt<T> attempt, @Nullable CancellationSignal cancellation)
            throws IOException {
        try (CancellationSignal.Registration registration = closing(cancellation, attempt)) {
            return attempt.connect(); // may block
        } catch (InterruptedIOException e) {
            closeQuietly(attempt);
            throw e; // including a timeout
        } catch (IOException e) {
            closeQuietly(attempt);
            if (cancellation != null) {
                cancellation.check(operation);
            }
            throw NetworkFailures.during(operation, e);
        } catch (Throwable e) {
            closeQuietly(attempt);
            throw e;
        }
    }

    /** For an attempt that has failed or lost; a failure to close it is ignored. */
    static void closeQuietly(Closeable failed) {
        try {
            failed.close();
        } catch (IOException | RuntimeException e) {
            // there is no caller left to notify
        }
    }

    /** Returns the addresses to try, in this order; looks the host up only if the request has no addresses. */
    static List<InetSocketAddress> addresses(ConnectRequest request, HostResolver resolver, ConnectWatch watch)
            throws IOException {
        boolean lookedUp = request.addresses().isEmpty();
        List<InetAddress> known = lookedUp ? lookUp(request, resolver, watch) : request.addresses();
        List<InetAddress> definite = new ArrayList<>();
        for (InetAddress address : known) {
            definite.add(UnspecifiedAddress.toLoopback(address));
        }
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (InetAddress address :
                lookedUp && resolver.decidesOrder() ? new LinkedHashSet<>(definite) : interleave(definite)) {
            addresses.add(new InetSocketAddress(address, request.port()));
        }
        return addresses;
    }

    private static List<InetAddress> lookUp(ConnectRequest request, HostResolver resolver, ConnectWatch watch)
            throws IOException {
        HostAndPort target = HostAndPort.of(request);
        return target.isAddress()
                ? target.resolve(resolver)
                : watch.lookUp(
                        target.host(),
                        () -> CancellableCall.call(
                                request.cancellation(),
                                "connect to " + request,
                                () -> target.resolve(resolver))); // may block
    }

    /**
     * Returns addresses in the order in which they are tried.
     *
     * @param addresses in order of preference
     * @return each once: IPv6 and IPv4 take turns, IPv6 first, each in the order given
     */
    public static List<InetAddress> interleave(List<InetAddress> addresses) {
        Deque<InetAddress> six = new ArrayDeque<>();
        Deque<InetAddress> four = new ArrayDeque<>();
        for (InetAddress address : new LinkedHashSet<>(addresses)) {
            (address instanceof Inet6Address ? six : four).add(address);
        }
        List<InetAddress> result = new ArrayList<>();
        while (!six.isEmpty() || !four.isEmpty()) {
            if (!six.isEmpty()) {
                result.add(six.remove());
            }
            if (!four.isEmpty()) {
                result.add(four.remove());
            }
        }
        return result;
    }
}
