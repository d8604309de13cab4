// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

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
import jdk.jfr.Recording;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The whole contract on channels, while a recording runs, so that each call has an event. */
@Thorough
class JfrTckTest extends BackendTck {
    private static final Recording RECORDING = new Recording();

    @BeforeAll
    static void record() {
        RECORDING.setMaxSize(1 << 20);
        RECORDING.start();
    }

    @AfterAll
    static void stop() {
        RECORDING.close();
    }

    @Override
    protected TckFixture fixture() {
        return new TckFixture() {
            @Override
            public NetworkBackendInterface backend() {
                return backend(HostResolver.system());
            }

            @Override
            public NetworkBackendInterface backend(HostResolver resolver) {
                return new JfrBackend(NioBackend.builder().resolver(resolver).build());
            }

            @Override
            public AsyncNetworkBackendInterface asyncBackend() {
                return new AsyncJfrBackend(new AsyncNioBackend());
            }

            @Override
            public Set<Capability> capabilities() {
                return EnumSet.allOf(Capability.class);
            }
        };
    }
}
