// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.socket.SocketBackend;
import io.netbackends.tck.BackendTck;
import io.netbackends.tck.Capability;
import io.netbackends.tck.TckFixture;
import io.netbackends.testsupport.Thorough;
import java.util.EnumSet;

/** The whole contract through a cache, on sockets. */
@Thorough
class CachedSocketTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return new CachedFixture(
                resolver -> SocketBackend.builder().resolver(resolver).build(),
                AsyncNetworkBackend.overThreads(new SocketBackend()),
                EnumSet.complementOf(EnumSet.of(Capability.INTERRUPTS_ON_PLATFORM_THREADS, Capability.EVENT_LOOP)));
    }
}
