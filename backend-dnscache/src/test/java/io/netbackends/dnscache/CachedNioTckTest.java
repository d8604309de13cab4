// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.nio.AsyncNioBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.tck.BackendTck;
import io.netbackends.tck.Capability;
import io.netbackends.tck.TckFixture;
import io.netbackends.testsupport.Thorough;
import java.util.EnumSet;

/** The whole contract through a cache, on channels. */
@Thorough
class CachedNioTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return new CachedFixture(
                resolver -> NioBackend.builder().resolver(resolver).build(),
                new AsyncNioBackend(),
                EnumSet.allOf(Capability.class));
    }
}
