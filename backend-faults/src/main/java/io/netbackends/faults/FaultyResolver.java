// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.HostResolver;
import io.netbackends.internal.DeadlineWait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

/** A resolver that injects faults into its lookups. */
final class FaultyResolver implements HostResolver {
    private final HostResolver resolver;
    private final Faults faults;

    FaultyResolver(HostResolver resolver, Faults faults) {
        this.resolver = Objects.requireNonNull(resolver, "resolver");
        this.faults = faults;
    }

    @Override
    public List<InetAddress> resolve(String host) throws IOException {
        List<ActiveFault> active = faults.active();
        if (!active.isEmpty()) {
            meet(active, host); // may block
        }
        return resolver.resolve(host); // may block
    }

    private void meet(List<ActiveFault> active, String host) throws IOException {
        String operation = "look up " + host;
        DeadlineWait.check(operation);
        for (ActiveFault fault : active) {
            if (fault.effect() instanceof Effect.LookupLatency slow && isMet(fault, host)) {
                faults.await(slow.time().toNanos(), () -> false, operation); // may block
            } else if (fault.effect() instanceof Effect.FailLookup && isMet(fault, host)) {
                throw new UnknownHostException("host " + host + " is unknown" + Ending.injected(fault.fault()));
            }
        }
    }

    private boolean isMet(ActiveFault fault, String host) {
        boolean met = fault.isOn(faults.now()) && fault.meetsLookup(host);
        if (met) {
            faults.tell(new InjectedFault(0, host, fault.fault()));
        }
        return met;
    }

    @Override
    public boolean decidesOrder() {
        return resolver.decidesOrder();
    }
}
