// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Thorough;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The kit detects a backend that allows the whole time for each address of a host. */
@Thorough
class ConnectMutantsTest {
    @Test
    void aTimeoutForEachAddress() {
        Mutants.assertKilled(new Sequential(true), "DLC_04");
    }

    @Test
    void oneDeadlineForAllAddressesIsRight() {
        assertThat(CaseRegistry.cases())
                .filteredOn(testCase -> testCase.id().equals("DLC_04"))
                .singleElement()
                .satisfies(testCase -> assertThat(Tck.run(testCase, new Sequential(false), false, TckTimes.guard())
                                .failure())
                        .isNull());
    }

    /** Tries one address after another; sufficient for connects that fail. */
    private record Sequential(boolean timeoutForEach) implements TckFixture {
        @Override
        public NetworkBackendInterface backend() {
            return backend(HostResolver.system());
        }

        @Override
        public NetworkBackendInterface backend(HostResolver resolver) {
            return (host, port) -> connect(resolver, host, port);
        }

        private NetworkStreamInterface connect(HostResolver resolver, String host, int port) throws IOException {
            long timeout = Timeout.remainingNanos();
            for (InetAddress address : resolver.resolve(host)) {
                try (Socket socket = new Socket()) {
                    long nanos = timeoutForEach ? timeout : Timeout.remainingNanos();
                    int millis = (int) TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
                    socket.connect(new InetSocketAddress(address, port), millis);
                    throw new UnsupportedOperationException("connected to " + address);
                } catch (SocketTimeoutException e) {
                    // the next one may respond
                }
            }
            Timeout.check("connect to " + host);
            throw new ConnectException("no address of " + host + " answers");
        }

        @Override
        public Set<Capability> capabilities() {
            return EnumSet.of(Capability.INTERNET_ADDRESSES, Capability.HOST_RESOLVER, Capability.FULL_BACKLOG);
        }
    }
}
