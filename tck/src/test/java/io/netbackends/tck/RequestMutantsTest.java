// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.Deadlines;
import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.CancellableCall;
import io.netbackends.testsupport.Thorough;
import java.io.IOException;
import java.net.ConnectException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The kit detects backends that misinterpret requests, or ignore their cancellation. */
@Thorough
class RequestMutantsTest {
    /** Performs a request with a defect, given a correct backend. */
    private interface Defect {
        NetworkStreamInterface connect(NetworkBackendInterface sound, ConnectRequest request) throws IOException;
    }

    private static void assertKilled(Defect defect, String... ids) {
        MemoryFixture mutant = new MemoryFixture() {
            @Override
            public NetworkBackendInterface backend() {
                return new ForwardingNetworkBackend(super.backend()) {
                    @Override
                    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
                        return defect.connect(delegate(), request);
                    }
                };
            }
        };
        Mutants.assertKilled(mutant, ids);
    }

    /** A TCP backend with a resolver that is correct except for the defect, as far as these cases need it. */
    private static void assertKilledOverTcp(TcpDefect defect, String... ids) {
        TckFixture mutant = new TckFixture() {
            @Override
            public NetworkBackendInterface backend() {
                return backend(HostResolver.system());
            }

            @Override
            public NetworkBackendInterface backend(HostResolver resolver) {
                NetworkBackendInterface byName = new LeakyTcpBackend(resolver, LeakyTcpBackend.Leak.NOWHERE);
                return new ForwardingNetworkBackend(byName) {
                    @Override
                    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
                        return defect.connect(resolver, delegate(), request);
                    }
                };
            }

            @Override
            public Set<Capability> capabilities() {
                return EnumSet.of(Capability.INTERNET_ADDRESSES, Capability.HOST_RESOLVER, Capability.END_TO_END);
            }
        };
        Mutants.assertKilled(mutant, ids);
    }

    /** Performs a request over TCP with a defect. */
    private interface TcpDefect {
        NetworkStreamInterface connect(HostResolver resolver, NetworkBackendInterface byName, ConnectRequest request)
                throws IOException;
    }

    @Test
    void theHostInPlaceOfTheAddresses() {
        assertKilled((sound, request) -> sound.connect(request.withAddresses(List.of())), "REQ_01");
    }

    @Test
    void aLookupIfTheAddressesFail() {
        assertKilledOverTcp(
                (resolver, byName, request) -> {
                    try {
                        return byName.connect(request);
                    } catch (ConnectException e) {
                        return byName.connect(request.withAddresses(resolver.resolve(request.host())));
                    }
                },
                "REQ_02");
    }

    @Test
    void theFirstAddressAlone() {
        assertKilledOverTcp(
                (resolver, byName, request) ->
                        byName.connect(request.withAddresses(request.addresses().subList(0, 1))),
                "REQ_03");
    }

    @Test
    void theUnspecifiedAddressForAHostLikeAnyOther() {
        assertKilled(
                (sound, request) -> {
                    if (request.host().equals("0.0.0.0")) {
                        throw new ConnectException("connect to 0.0.0.0: connection refused");
                    }
                    return sound.connect(request);
                },
                "REQ_04");
    }

    @Test
    void anyLocalAddress() {
        assertKilledOverTcp((resolver, byName, request) -> byName.connect(request.withLocalAddress(null)), "REQ_05");
    }

    @Test
    void optionsThatAreLeftOut() {
        assertKilled((sound, request) -> sound.connect(request.host(), request.port()), "REQ_06");
    }

    @Test
    void aSignalThatIsNotHeard() {
        assertKilled((sound, request) -> sound.connect(request.withCancellation(null)), "REQ_07", "REQ_08");
    }

    @Test
    void aLookupOnTheThreadOfTheCaller() {
        assertKilledOverTcp(
                (resolver, byName, request) -> byName.connect(request.withAddresses(resolver.resolve(request.host()))),
                "REQ_09");
    }

    @Test
    void aThreadWithoutTheDeadlinesOfTheCaller() {
        assertKilled(
                (sound, request) -> CancellableCall.call(
                        request.cancellation(),
                        "connect",
                        () -> Deadlines.none().call(() -> sound.connect(request))),
                "REQ_10");
    }

    @Test
    @SuppressWarnings("resource") // the defect
    void aStreamThatTheSignalStillHolds() {
        assertKilled(
                (sound, request) -> {
                    NetworkStreamInterface stream = sound.connect(request);
                    CancellationSignal signal = request.cancellation();
                    if (signal != null) {
                        signal.closing(stream);
                    }
                    return stream;
                },
                "REQ_11");
    }
}
