// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.tck.BackendTck;
import io.netbackends.tck.Capability;
import io.netbackends.tck.TckFixture;
import java.util.EnumSet;
import java.util.Set;

/** Runs the whole kit over plain sockets. */
class SocketTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return new TckFixture() {
            @Override
            public NetworkBackendInterface backend() {
                return new SocketBackend();
            }

            @Override
            public NetworkBackendInterface backend(HostResolver resolver) {
                return SocketBackend.builder().resolver(resolver).build();
            }

            @Override
            public Set<Capability> capabilities() {
                return EnumSet.complementOf(
                        EnumSet.of(Capability.INTERRUPTS_ON_PLATFORM_THREADS, Capability.EVENT_LOOP));
            }
        };
    }
}
