// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.tck.BackendTck;
import io.netbackends.tck.MemoryFixture;
import io.netbackends.tck.TckFixture;

/** The whole contract in memory, without faults. */
class FaultyMemoryTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return new MemoryFixture() {
            @Override
            public NetworkBackendInterface backend() {
                return new FaultyBackend(super.backend(), new Faults());
            }
        };
    }
}
