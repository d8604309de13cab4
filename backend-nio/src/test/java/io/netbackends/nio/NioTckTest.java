// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.tck.BackendTck;
import io.netbackends.tck.Capability;
import io.netbackends.tck.TckFixture;
import java.util.EnumSet;
import java.util.Set;

/** Runs the whole kit over channels. */
class NioTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return new TckFixture() {
            @Override
            public NetworkBackendInterface backend() {
                return new NioBackend();
            }

            @Override
            public NetworkBackendInterface backend(HostResolver resolver) {
                return NioBackend.builder().resolver(resolver).build();
            }

            @Override
            public AsyncNetworkBackendInterface asyncBackend() {
                return new AsyncNioBackend();
            }

            @Override
            public Set<Capability> capabilities() {
                return EnumSet.allOf(Capability.class);
            }
        };
    }
}
