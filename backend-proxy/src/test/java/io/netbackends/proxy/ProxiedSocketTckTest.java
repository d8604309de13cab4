// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.socket.SocketBackend;
import io.netbackends.tck.BackendTck;
import io.netbackends.tck.Capability;
import io.netbackends.tck.TckFixture;
import java.util.EnumSet;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The whole contract on sockets, through an HTTP proxy. Takes as long as {@link ProxiedNioTckTest}, for the same code. */
@EnabledIfSystemProperty(named = "netbackends.kits", matches = "all", disabledReason = "not in CI: CONTRIBUTING.md")
class ProxiedSocketTckTest extends BackendTck {
    private static final TestProxy PROXY = TestProxy.shared();

    @Override
    protected TckFixture fixture() {
        return new ProxiedFixture(
                resolver -> SocketBackend.builder().resolver(resolver).build(),
                AsyncNetworkBackend.overThreads(new SocketBackend()),
                PROXY.url("http"),
                EnumSet.complementOf(EnumSet.of(
                        Capability.FULL_BACKLOG,
                        Capability.END_TO_END,
                        Capability.HOST_RESOLVER,
                        Capability.INTERRUPTS_ON_PLATFORM_THREADS,
                        Capability.EVENT_LOOP)));
    }
}
