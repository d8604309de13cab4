// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.faults.Faults;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

@FaultyNetwork(backend = "memory")
class FaultyNetworkTest {
    @Test
    void connectionsMeetTheFaultsOfTheTest(NetworkBackendInterface net, Faults faults) throws IOException {
        try (NetworkListenerInterface listener = net.listen("faulty.test", 0)) {
            assertThat(faults.faults()).isEmpty();
            faults.add(Faults.on("faulty.test").reading().reset());
            try (NetworkStreamInterface stream = net.connect(listener.getLocalAddress())) {
                assertThatThrownBy(() -> stream.read(1)).isInstanceOf(SocketException.class);
            }
        }
        assertThat(faults.injected()).hasSize(1);
    }

    @Test
    void asynchronousConnectionsMeetTheSameFaults(
            AsyncNetworkBackendInterface net, NetworkBackendInterface blocking, Faults faults) throws IOException {
        faults.add(Faults.on("faulty.test").connection(2).reading().reset());
        try (NetworkListenerInterface listener = blocking.listen("faulty.test", 0);
                NetworkStreamInterface first = blocking.connect(listener.getLocalAddress())) {
            assertThat(first.isOpen()).isTrue();
            AsyncNetworkStreamInterface second =
                    net.connect(listener.getLocalAddress()).join();
            assertThatThrownBy(() -> second.read(1).join())
                    .hasCauseInstanceOf(SocketException.class)
                    .hasMessageContaining("injected");
        }
        assertThat(faults.injected()).hasSize(1);
    }

    @Test
    @FaultyNetwork
    void asynchronousLookupsMeetFaultsToo(AsyncNetworkBackendInterface net, Faults faults) {
        faults.add(Faults.on("localhost").failLookup());
        assertThatThrownBy(() -> net.connect("localhost", 9).join())
                .hasCauseInstanceOf(UnknownHostException.class)
                .hasMessageContaining("injected");
    }

    @Test
    @FaultyNetwork
    void byDefaultItIsARealNetworkAndLookupsMeetFaultsToo(NetworkBackendInterface net, Faults faults) {
        faults.add(Faults.on("localhost").failLookup());
        assertThatThrownBy(() -> net.connect("localhost", 9))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("injected");
        assertThat(net).asString().contains("socket");
    }

    /** Launched by a test, not found by the build. */
    static class Failing {
        @Test
        @FaultyNetwork(backend = "memory")
        void fails(NetworkBackendInterface net, Faults faults) throws IOException {
            faults.add(Faults.on("*").refuseConnect());
            net.connect("db", 5432);
        }
    }

    @Test
    void aTestThatFailsReportsWhatWasInjected() {
        List<String> reported = new ArrayList<>();
        TestExecutionListener listener = new TestExecutionListener() {
            @Override
            public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
                reported.add(entry.getKeyValuePairs().toString());
            }
        };
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Failing.class))
                                .build(),
                        listener);

        assertThat(reported).containsExactly("{injected faults=[[1] db:5432: refused connect (*)]}");
    }

    @Test
    void aResolverReachesTheTransportsOfANamedBackend() {
        assertThatThrownBy(() -> NetworkBackend.named("socket", host -> {
                            throw new UnknownHostException("not " + host);
                        })
                        .connect("localhost", 9))
                .isInstanceOf(UnknownHostException.class)
                .isNotInstanceOf(ConnectException.class)
                .hasMessageContaining("not localhost");
    }
}
