// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.nio.AsyncNioBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.tck.BackendTck;
import io.netbackends.tck.Capability;
import io.netbackends.tck.TckFixture;
import io.netbackends.testsupport.Thorough;
import java.util.EnumSet;
import java.util.Set;

/** The whole contract on channels, without faults. */
@Thorough
class FaultyNioTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return new TckFixture() {
            @Override
            public NetworkBackendInterface backend() {
                return backend(HostResolver.system());
            }

            @Override
            public NetworkBackendInterface backend(HostResolver resolver) {
                Faults faults = new Faults();
                return new FaultyBackend(
                        NioBackend.builder().resolver(faults.resolver(resolver)).build(), faults);
            }

            @Override
            public AsyncNetworkBackendInterface asyncBackend() {
                return new AsyncFaultyBackend(new AsyncNioBackend(), new Faults());
            }

            @Override
            public Set<Capability> capabilities() {
                return EnumSet.allOf(Capability.class);
            }
        };
    }
}
