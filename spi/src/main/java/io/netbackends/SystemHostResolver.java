// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.internal.DaemonThreads;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.RelayedFailure;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Bounds the JDK's lookup: a helper thread does it while the caller waits until its deadline. */
final class SystemHostResolver implements HostResolver {
    /** Lookups that get no response block at most this number of threads. */
    static final int MAX_THREADS = 16;

    static final HostResolver INSTANCE = new SystemHostResolver(new Jdk());

    /** Not a lambda: each one delays the start of a program by a millisecond. */
    private static final class Jdk implements HostResolver {
        @Override
        public List<InetAddress> resolve(String host) throws IOException {
            return List.of(InetAddress.getAllByName(host)); // may block
        }
    }

    private final HostResolver unbounded;

    SystemHostResolver(HostResolver unbounded) {
        this.unbounded = unbounded;
    }

    @Override
    public List<InetAddress> resolve(String name) throws IOException {
        HostAndPort target = new HostAndPort(name, 0);
        String host = target.host();
        String operation = "look up " + host;
        Timeout.check(operation);
        if (Timeout.remainingNanos() == Long.MAX_VALUE || target.isAddress()) {
            return lookUp(host); // may block: the host is looked up without a deadline
        }
        return Helpers.lookUp(this, host, operation); // may block
    }

    private List<InetAddress> lookUp(String host) throws IOException {
        try {
            return unbounded.resolve(host);
        } catch (UnknownHostException e) {
            UnknownHostException named = new UnknownHostException("host " + host + " is unknown");
            named.initCause(e);
            throw named;
        }
    }

    /**
     * Looks up under a deadline. A nested class, since a program without deadlines needs neither helpers nor these
     * exceptions.
     */
    private static final class Helpers {
        private static final ThreadPoolExecutor POOL =
                DaemonThreads.pool("netbackends-lookup", MAX_THREADS, MAX_THREADS, new LinkedBlockingQueue<>());

        static List<InetAddress> lookUp(SystemHostResolver resolver, String host, String operation) throws IOException {
            FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> resolver.lookUp(host));
            POOL.execute(lookup);
            try {
                return await(lookup, operation); // may block
            } catch (ExecutionException e) {
                throw RelayedFailure.of(e.getCause());
            } finally {
                POOL.remove(lookup); // no caller waits any more, so the lookup need not begin
            }
        }

        private static List<InetAddress> await(FutureTask<List<InetAddress>> lookup, String operation)
                throws IOException, ExecutionException {
            while (true) {
                try {
                    return lookup.get(Timeout.remainingNanos(), TimeUnit.NANOSECONDS); // may block
                } catch (TimeoutException e) {
                    Timeout.check(operation); // otherwise the deadline was cancelled
                } catch (InterruptedException e) {
                    DeadlineWait.endUnlessHeld(operation);
                }
            }
        }
    }
}
