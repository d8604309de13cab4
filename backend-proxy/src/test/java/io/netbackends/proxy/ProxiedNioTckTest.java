// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.nio.AsyncNioBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.tck.BackendTck;
import io.netbackends.tck.Capability;
import io.netbackends.tck.TckFixture;
import io.netbackends.testsupport.Thorough;
import java.util.EnumSet;

/** The whole contract on channels, through a proxy. */
@Thorough
class ProxiedNioTckTest extends BackendTck {
    private static final TestProxy PROXY = TestProxy.shared();

    @Override
    protected TckFixture fixture() {
        return new ProxiedFixture(
                resolver -> NioBackend.builder().resolver(resolver).build(),
                new AsyncNioBackend(),
                PROXY.url("socks5"),
                EnumSet.complementOf(EnumSet.of(Capability.FULL_BACKLOG, Capability.END_TO_END)));
    }
}
