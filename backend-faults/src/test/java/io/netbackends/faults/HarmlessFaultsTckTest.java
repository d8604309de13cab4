// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

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

/**
 * The whole contract on channels, under faults that a program must not notice: all calls take the code paths of a faulty
 * stream.
 */
@Thorough
class HarmlessFaultsTckTest extends BackendTck {
    private static Faults harmless() {
        Faults faults = new Faults();
        faults.add(Faults.on("*").afterBytes(1L << 40).reset());
        faults.add(Faults.on("*").slices(400));
        return faults;
    }

    @Override
    protected TckFixture fixture() {
        return new TckFixture() {
            @Override
            public NetworkBackendInterface backend() {
                return new FaultyBackend(new NioBackend(), harmless());
            }

            @Override
            public AsyncNetworkBackendInterface asyncBackend() {
                return new AsyncFaultyBackend(new AsyncNioBackend(), harmless());
            }

            @Override
            public Set<Capability> capabilities() {
                return EnumSet.complementOf(EnumSet.of(Capability.HOST_RESOLVER));
            }
        };
    }
}
