// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

import io.netbackends.internal.Timers;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Combines the IPv6 and the IPv4 addresses of a host, queried in parallel, as RFC 8305 section 3 specifies: after the first
 * answer, the other one has 50 ms ("Resolution Delay"). IPv6 addresses alone end the wait only if this machine can use them.
 */
final class AddressRace {
    /** RFC 8305 section 8. */
    static final long RESOLUTION_DELAY_MILLIS = 50;

    private final CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();
    private final BooleanSupplier ipv6Usable;
    private final Executor afterDelay;

    private @Nullable List<InetAddress> six;
    private @Nullable List<InetAddress> four;
    private @Nullable Throwable failure;

    private AddressRace(BooleanSupplier ipv6Usable, Executor afterDelay) {
        this.ipv6Usable = ipv6Usable;
        this.afterDelay = afterDelay;
    }

    /**
     * Returns a future of the addresses, IPv6 before IPv4. If there is no address, it fails with the failure of a query, or
     * is empty if no query failed.
     */
    static CompletableFuture<List<InetAddress>> run(
            CompletionStage<List<InetAddress>> six,
            CompletionStage<List<InetAddress>> four,
            BooleanSupplier ipv6Usable,
            Executor afterDelay) {
        AddressRace race = new AddressRace(ipv6Usable, afterDelay);
        CompletionStage<?> unusedSix = six.whenComplete((addresses, e) -> race.ended(true, addresses, e));
        CompletionStage<?> unusedFour = four.whenComplete((addresses, e) -> race.ended(false, addresses, e));
        return race.result;
    }

    /**
     * Returns an executor that runs each task 50 ms later, not in the common pool, which blocking tasks of the program may
     * fill.
     */
    static Executor delay() {
        return CompletableFuture.delayedExecutor(RESOLUTION_DELAY_MILLIS, TimeUnit.MILLISECONDS, Timers.THREADS);
    }

    private void ended(boolean isSix, @Nullable List<InetAddress> addresses, @Nullable Throwable e) {
        List<InetAddress> known = addresses == null ? List.of() : addresses;
        boolean both;
        synchronized (this) {
            if (e != null && failure == null) {
                failure = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            }
            if (isSix) {
                six = known;
            } else {
                four = known;
            }
            both = six != null && four != null;
        }
        if (both) {
            complete();
        } else if (!known.isEmpty() && (!isSix || ipv6Usable.getAsBoolean())) {
            afterDelay.execute(this::complete);
        }
    }

    private void complete() {
        List<InetAddress> all = new ArrayList<>();
        Throwable reason;
        synchronized (this) {
            if (six != null) {
                all.addAll(six);
            }
            if (four != null) {
                all.addAll(four);
            }
            reason = failure;
        }
        if (all.isEmpty() && reason != null) {
            result.completeExceptionally(reason);
        } else {
            result.complete(all);
        }
    }
}
