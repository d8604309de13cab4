// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.lang.ref.WeakReference;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding listeners by address. */
class MemoryNetworkTest {
    private final MemoryBackend net = new MemoryBackend();
    private final Timeout guard = Timeout.after(Duration.ofSeconds(60));

    @AfterEach
    void endTheGuard() {
        guard.close();
    }

    @Test
    void bothEndsAgreeOnTheAddresses() throws Exception {
        try (NetworkListenerInterface listener = net.listen("api.test", 80);
                NetworkStreamInterface client = net.connect("API.Test", 80);
                NetworkStreamInterface server = listener.accept()) {
            SocketAddress address = listener.getLocalAddress();
            assertThat(address).isEqualTo(InetSocketAddress.createUnresolved("api.test", 80));
            assertThat(client.getExtraInfo(ExtraInfo.SERVER_ADDR)).contains(address);
            assertThat(server.getExtraInfo(ExtraInfo.SERVER_ADDR)).contains(address);
            assertThat(client.getExtraInfo(ExtraInfo.CLIENT_ADDR))
                    .isPresent()
                    .isEqualTo(server.getExtraInfo(ExtraInfo.CLIENT_ADDR));
            assertThat(client).hasToString("<NetworkStream [\"api.test:80\"]>");
            assertThat(listener).hasToString("<NetworkListener [\"api.test:80\"]>");
        }
    }

    @Test
    void eachConnectionComesFromAPortOfItsOwn() throws Exception {
        try (NetworkListenerInterface listener = net.listen("api.test", 80);
                NetworkStreamInterface one = net.connect("api.test", 80);
                NetworkStreamInterface other = net.connect("api.test", 80)) {
            assertThat(one.getExtraInfo(ExtraInfo.CLIENT_ADDR)).isNotEqualTo(other.getExtraInfo(ExtraInfo.CLIENT_ADDR));
            assertThat(listener.accept().getExtraInfo(ExtraInfo.CLIENT_ADDR))
                    .isEqualTo(one.getExtraInfo(ExtraInfo.CLIENT_ADDR));
        }
    }

    @Test
    void connectionWithoutAListenerIsRefused() throws Exception {
        try (NetworkListenerInterface listener = net.listen("api.test", 80)) {
            assertThatThrownBy(() -> net.connect("api.test", 81))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("connect to api.test:81: connection refused, no listener");
            assertThatThrownBy(() -> net.connect("other.test", 80)).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> net.connect("::1", 80))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("connect to [::1]:80");
            assertThatThrownBy(() -> new MemoryBackend().connect("api.test", 80))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "api.test, API.TEST",
        "api.test, 0.0.0.0",
        "api.test, ::",
        "0.0.0.0, api.test",
        "::, 0.0.0.0",
        "::1, 0:0:0:0:0:0:0:1",
        "127.0.0.1, ::ffff:127.0.0.1"
    })
    void addressInUseIsRefused(String first, String second) throws Exception {
        try (NetworkListenerInterface listener = net.listen(first, 80)) {
            assertThatThrownBy(() -> net.listen(second, 80))
                    .isInstanceOf(BindException.class)
                    .hasMessageStartingWith("listen on ")
                    .hasMessageContaining(second)
                    .hasMessageEndingWith(":80: address already in use");
            net.listen(second, 81).close();
        }
    }

    @Test
    void differentNamesAreDifferentHosts() throws Exception {
        try (NetworkListenerInterface name = net.listen("localhost", 80);
                NetworkListenerInterface address = net.listen("127.0.0.1", 80)) {
            net.connect("127.0.0.1", 80).write(new byte[] {1});
            net.connect("localhost", 80).write(new byte[] {2});
            assertThat(address.accept().read()).containsExactly(1);
            assertThat(name.accept().read()).containsExactly(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0"})
    void listenerOnAllHostsIsFoundUnderEveryName(String host) throws Exception {
        try (NetworkListenerInterface listener = net.listen(host, 80)) {
            for (String name : new String[] {"api.test", "127.0.0.1", "::1", host}) {
                NetworkStreamInterface client = net.connect(name, 80);
                NetworkStreamInterface server = listener.accept();
                assertThat(server.getExtraInfo(ExtraInfo.SERVER_ADDR))
                        .isEqualTo(client.getExtraInfo(ExtraInfo.SERVER_ADDR))
                        .contains(InetSocketAddress.createUnresolved(name.replaceAll("[\\[\\]]", ""), 80));
            }
        }
    }

    @Test
    void anAddressIsTheSameHoweverItIsWritten() throws Exception {
        try (NetworkListenerInterface listener = net.listen("::1", 80)) {
            for (NetworkStreamInterface client : new NetworkStreamInterface[] {
                net.connect("[0:0::1]", 80), net.connect(new InetSocketAddress("::1", 80)),
            }) {
                assertThat(listener.accept()).isNotNull();
                assertThat(client.getExtraInfo(ExtraInfo.SERVER_ADDR)).contains(listener.getLocalAddress());
            }
        }
    }

    @Test
    void whatLooksLikeAnAddressAndIsNoneIsUnknown() {
        assertThatThrownBy(() -> net.connect("1:2", 80))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageStartingWith("connect to [1:2]:80");
    }

    @Test
    void anAddressWithAScopeNeedsNoInterfaceOfThatName() throws Exception {
        try (NetworkListenerInterface listener = net.listen("fe80::1%nowhere", 80)) {
            net.connect("FE80::1%nowhere", 80);
            assertThat(listener.accept()).isNotNull();
        }
    }

    @Test
    void portZeroIsAFreeOne() throws Exception {
        try (NetworkListenerInterface one = net.listen("api.test", 0);
                NetworkListenerInterface other = net.listen("api.test", 0)) {
            int port = port(one);
            assertThat(port).isPositive().isNotEqualTo(port(other));
            net.connect("api.test", port);
            assertThat(one.accept()).isNotNull();
        }
    }

    @Test
    void portZeroPassesOverThoseInUseAndComesRoundToThoseThatAreFreeAgain() throws Exception {
        NetworkListenerInterface first = net.listen("api.test", 0);
        int port = port(first);
        try (NetworkListenerInterface taken = net.listen("0.0.0.0", port + 1)) {
            try (NetworkListenerInterface second = net.listen("api.test", 0)) {
                assertThat(port(second)).isNotIn(port, port + 1);
            }
            first.close();
            for (int i = 0; i < Ports.COUNT; i++) {
                try (NetworkListenerInterface next = net.listen("api.test", 0)) {
                    if (port(next) == port) {
                        return;
                    }
                }
            }
        }
        throw new AssertionError("port " + port + " was never handed out again; it was required to be");
    }

    @ParameterizedTest
    @CsvSource({"'', 80", "'a b', 80", "api.test, -1", "api.test, 65536"})
    void whatIsMalformedIsRefusedBeforeAnythingElse(String host, int port) {
        Thread.currentThread().interrupt();
        try {
            assertThatIllegalArgumentException().isThrownBy(() -> net.connect(host, port));
            assertThatIllegalArgumentException().isThrownBy(() -> net.listen(host, port));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void doesNotHoldOnToWhatWasClosed() throws Exception {
        WeakReference<?>[] closed = closedThings();
        for (WeakReference<?> reference : closed) {
            for (int i = 0; i < 1000 && reference.get() != null; i++) {
                System.gc();
                LockSupport.parkNanos(10_000_000);
            }
            assertThat(reference.get()).isNull();
        }
        assertThat(net).hasToString("<MemoryBackend>");
    }

    private WeakReference<?>[] closedThings() throws Exception {
        NetworkListenerInterface listener = net.listen("api.test", 80);
        NetworkStreamInterface client = net.connect("api.test", 80);
        NetworkStreamInterface server = listener.accept();
        NetworkStreamInterface pending = net.connect("api.test", 80);
        client.close();
        server.close();
        listener.close();
        pending.close();
        return new WeakReference<?>[] {
            new WeakReference<>(client),
            new WeakReference<>(server),
            new WeakReference<>(listener),
            new WeakReference<>(pending),
            new WeakReference<>(MemorySocket.of(server)),
        };
    }

    private static int port(NetworkListenerInterface listener) {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    @Test
    void aResolvedAddressReachesItsListenerElseThatOfItsName() throws Exception {
        InetAddress named = InetAddress.getByAddress("api.test", new byte[] {10, 0, 0, 1});
        try (NetworkListenerInterface byName = net.listen("api.test", 80)) {
            net.connect(new InetSocketAddress(named, 80)).write(new byte[] {1});
            assertThat(byName.accept().read()).containsExactly(1);
            try (NetworkListenerInterface byAddress = net.listen("10.0.0.1", 80)) {
                net.connect(new InetSocketAddress(named, 80)).write(new byte[] {2});
                assertThat(byAddress.accept().read()).containsExactly(2);
            }
        }
    }

    @Test
    void unspecifiedAddressReachesAListenerOnTheLoopbackAddress() throws Exception {
        for (String[] pair : new String[][] {{"127.0.0.1", "0.0.0.0"}, {"::1", "::"}}) {
            try (NetworkListenerInterface listener = net.listen(pair[0], 80)) {
                net.connect(pair[1], 80).write(new byte[] {1});
                assertThat(listener.accept().read()).containsExactly(1);
            }
        }
    }
}
