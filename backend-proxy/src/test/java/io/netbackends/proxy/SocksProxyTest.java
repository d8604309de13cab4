// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.socket.SocketBackend;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The backend {@code socket} with the JDK's own settings. */
class SocksProxyTest {
    private final ProxySelector original = ProxySelector.getDefault();

    @AfterEach
    void restore() {
        ProxySelector.setDefault(original);
    }

    /** The program of the child JVM, which is unaware of proxies. */
    public static final class Program {
        public static void main(String[] args) throws Exception {
            try (Timeout timeout = Timeout.after(Duration.ofSeconds(30));
                    NetworkStreamInterface stream = new SocketBackend().connect(args[0], Integer.parseInt(args[1]))) {
                stream.write("ping".getBytes(US_ASCII));
                System.out.print(new String(stream.read(), US_ASCII) + " "
                        + stream.getExtraInfo(ExtraInfo.SERVER_ADDR).orElseThrow());
            }
        }
    }

    private static void useProxy(int port, String exceptHost) {
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(
                        exceptHost.equals(uri.getHost())
                                ? Proxy.NO_PROXY
                                : new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved("localhost", port)));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
    }

    @Test
    void theSystemPropertiesOfTheJdkLeadThroughTheProxyWhichLooksUpTheName() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo())) {
            SocksServer socks = new SocksServer(peer.port());
            try (PlainServer proxy = PlainServer.listening().serve(socks::serve)) {
                ChildJvm.Result result = ChildJvm.classPath(System.getProperty("java.class.path"))
                        .property("socksProxyHost", "127.0.0.1")
                        .property("socksProxyPort", Integer.toString(proxy.port()))
                        .run(Program.class.getName(), "only-the-proxy-knows.invalid", "7");
                assertThat(result.err()).isEmpty();
                assertThat(result.out()).isEqualTo("ping only-the-proxy-knows.invalid/<unresolved>:7");
                assertThat(socks.requested).containsExactly("only-the-proxy-knows.invalid:7");
            }
        }
    }

    @Test
    void theProxyIsChosenByNameAndNotByWhatItResolvesTo() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo())) {
            useProxy(PlainServer.closedPort(), "localhost");
            SocketBackend net = SocketBackend.builder()
                    .resolver(host -> List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) // without its name
                    .build();
            try (NetworkStreamInterface stream = net.connect("localhost", peer.port())) {
                stream.write("ping".getBytes(US_ASCII));
                assertThat(stream.read()).isEqualTo("ping".getBytes(US_ASCII));
            }
        }
    }

    @Test
    void aProxyThatStallsIsCutOffAtTheDeadline() throws Exception {
        try (PlainServer proxy = PlainServer.listening().toleratingIoFailures().serve(PlainServer.silent())) {
            useProxy(proxy.port(), "");
            try (Timeout timeout = Timeout.after(Duration.ofMillis(200))) {
                assertThatThrownBy(() -> new SocketBackend().connect("example.org", 80))
                        .isInstanceOf(NetworkTimeoutException.class)
                        .hasMessageStartingWith(
                                "connect to example.org:80 through socks5h://localhost:" + proxy.port());
                assertThat(timeout.isExpired()).isTrue();
            }
        }
    }

    @Test
    void aProxyThatRefusesIsAFailureThatNamesItAndTheTarget() throws Exception {
        int port = PlainServer.closedPort();
        useProxy(port, "");
        assertThatThrownBy(() -> new SocketBackend().connect("example.org", 80))
                .isInstanceOfAny(ConnectException.class, SocketException.class)
                .hasMessageStartingWith("connect to example.org:80 through socks5h://localhost:" + port + ": ")
                .hasMessageContaining("cannot be reached")
                .hasMessageEndingWith("Connection refused");
    }

    @Test
    void theProxysNameIsLookedUpByTheBackendsResolverAlone() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo())) {
            SocksServer socks = new SocksServer(peer.port());
            try (PlainServer proxy = PlainServer.listening().serve(socks::serve)) {
                useProxy(proxy.port(), "127.0.0.1");
                SocketBackend net = SocketBackend.builder() // a name that the JDK cannot look up
                        .resolver(host -> List.of(InetAddress.getByAddress("proxy.invalid", new byte[] {127, 0, 0, 1})))
                        .build();
                try (NetworkStreamInterface stream = net.connect("example.org", 80)) {
                    stream.write("ping".getBytes(US_ASCII));
                    assertThat(stream.read()).isEqualTo("ping".getBytes(US_ASCII));
                }
            }
        }
    }

    @Test
    void theProxyGetsTheAddressesOfARequestAndNotItsName() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo())) {
            SocksServer socks = new SocksServer(peer.port());
            try (PlainServer proxy = PlainServer.listening().serve(socks::serve)) {
                useProxy(proxy.port(), "127.0.0.1");
                InetAddress address = InetAddress.getByAddress("example.org", new byte[] {'a', 'b', 'c', 'd'});
                try (NetworkStreamInterface stream = new SocketBackend().connect(new InetSocketAddress(address, 7))) {
                    stream.write("ping".getBytes(US_ASCII));
                    assertThat(stream.read()).isEqualTo("ping".getBytes(US_ASCII));
                }
                assertThat(socks.requested).containsExactly("abcd:7");
            }
        }
    }

    @Test
    void cancellingEndsAConnectThroughAProxyThatStalls() throws Exception {
        CancellationSignal signal = new CancellationSignal();
        CountDownLatch asked = new CountDownLatch(1);
        try (PlainServer proxy = PlainServer.listening().toleratingIoFailures().serve(client -> {
            asked.countDown();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        })) {
            useProxy(proxy.port(), "");
            Background<NetworkStreamInterface> connecting = Background.run(() -> new SocketBackend()
                    .connect(ConnectRequest.to("example.org", 80).withCancellation(signal)));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            signal.cancel();
            assertThat(connecting.failure()).isInstanceOf(NetworkStreamClosedException.class);
        }
    }
}
