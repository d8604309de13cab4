// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.Threads;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketConnectTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    private final NetworkBackendInterface net = new SocketBackend();

    private static Socket socketOf(NetworkStreamInterface stream) {
        return (Socket) stream.getExtraInfo(ExtraInfo.SOCKET).orElseThrow();
    }

    @Test
    void isFoundByName() {
        assertThat(NetworkBackend.named("socket")).hasToString("<NetworkBackend [socket]>");
        assertThat(new NetworkBackend().name()).isEqualTo("socket");
    }

    @Test
    void refusedNamesHostAndPort() throws Exception {
        int port = PlainServer.closedPort();
        assertThatThrownBy(() -> net.connect("127.0.0.1", port))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("connect to 127.0.0.1:" + port + ": ");
        try (Timeout timeout = Timeout.after(Duration.ofSeconds(10))) {
            assertThatThrownBy(() -> net.connect("localhost", port))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("connect to localhost:" + port + ": ");
        }
    }

    @Test
    void aPeerThatDoesNotAnswerTimesOut() throws Exception {
        try (PlainServer blackhole = PlainServer.blackhole();
                Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(() -> net.connect("127.0.0.1", blackhole.port()))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageStartingWith("connect to 127.0.0.1:" + blackhole.port() + " timed out");
            assertThat(timeout.isExpired()).isTrue();
        }
    }

    @Test
    void oneDeadlineCoversAllAddresses() throws Exception {
        try (PlainServer blackhole = PlainServer.blackhole()) {
            SocketBackend net = SocketBackend.builder()
                    .resolver(host -> List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2")))
                    .build();
            try (Timeout timeout = Timeout.after(SHORT)) {
                assertThatThrownBy(() -> net.connect("example.org", blackhole.port()))
                        .isInstanceOf(NetworkTimeoutException.class)
                        .hasMessageStartingWith("connect to example.org:" + blackhole.port());
                assertThat(timeout.isExpired()).isTrue();
            }
        }
    }

    @Test
    void theNextAddressIsTriedWhereOneRefuses() throws Exception {
        try (PlainServer peer = PlainServer.listening(InetAddress.getByName("127.0.0.2"), 50)) {
            SocketBackend net = SocketBackend.builder()
                    .resolver(host -> List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2")))
                    .build();
            try (NetworkStreamInterface stream = net.connect("example.org", peer.port())) {
                assertThat(stream.getExtraInfo(ExtraInfo.SERVER_ADDR)).contains(peer.address());
            }
        }
    }

    @Test
    void whereAllAddressesRefuseTheErrorHasThemAll() throws Exception {
        int port = PlainServer.closedPort();
        SocketBackend net = SocketBackend.builder()
                .resolver(host -> List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2")))
                .build();
        assertThatThrownBy(() -> net.connect("example.org", port))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("connect to example.org:" + port)
                .hasMessageContaining("127.0.0.1:" + port)
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("127.0.0.2:" + port));
    }

    @Test
    void anUnknownHostIsNamed() {
        assertThatThrownBy(() -> net.connect("does-not-exist.invalid", 80))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("does-not-exist.invalid:80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\u0000"})
    void malformedHostsAreRejectedAtOnce(String host) {
        assertThatThrownBy(() -> net.connect(host, 80)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> net.listen(host, 80)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void malformedPortsAndNullAreRejectedAtOnce() {
        assertThatThrownBy(() -> net.connect("127.0.0.1", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> net.connect("127.0.0.1", 65536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> net.connect(null, 80)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> net.connect((SocketAddress) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> net.connect(UnixDomainSocketAddress.of("/x")))
                .isInstanceOf(UnsupportedAddressTypeException.class);
    }

    @Test
    void expiredDeadlineConnectsToNoPeer() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            try (Timeout timeout = Timeout.after(Duration.ZERO)) {
                assertThatThrownBy(() -> net.connect("127.0.0.1", peer.port()))
                        .isInstanceOf(NetworkTimeoutException.class);
            }
            peer.serverSocket().setSoTimeout(50);
            assertThatThrownBy(() -> peer.serverSocket().accept()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void theDeadlineOfAConnectDoesNotStickToTheStream() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo())) {
            NetworkStreamInterface stream;
            try (Timeout timeout = Timeout.after(Duration.ofSeconds(30))) {
                stream = net.connect(new InetSocketAddress("127.0.0.1", peer.port()));
            }
            try (stream) {
                stream.write(new byte[] {1});
                assertThat(stream.read()).containsExactly(1);
                assertThat(socketOf(stream).getSoTimeout()).isZero();
            }
        }
    }

    @Test
    void noDelayIsOnUnlessSwitchedOffAndOptionsAreSet() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface plain = net.connect("127.0.0.1", peer.port());
                NetworkStreamInterface tuned = SocketBackend.builder()
                        .option(StandardSocketOptions.SO_KEEPALIVE, true)
                        .option(StandardSocketOptions.TCP_NODELAY, false)
                        .localAddress(InetAddress.getByName("127.0.0.3"))
                        .build()
                        .connect("127.0.0.1", peer.port())) {
            assertThat(socketOf(plain).getTcpNoDelay()).isTrue();
            assertThat(socketOf(plain).getKeepAlive()).isFalse();
            assertThat(socketOf(tuned).getTcpNoDelay()).isFalse();
            assertThat(socketOf(tuned).getKeepAlive()).isTrue();
            assertThat(socketOf(tuned).getLocalAddress()).isEqualTo(InetAddress.getByName("127.0.0.3"));
        }
    }

    @Test
    void optionsThatASocketDoesNotHaveAreRejected() {
        assertThatThrownBy(() -> SocketBackend.builder().option(StandardSocketOptions.IP_MULTICAST_LOOP, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("option (IP_MULTICAST_LOOP)");
    }

    @Test
    void aLocalAddressThatIsNotLocalFails() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            SocketBackend net = SocketBackend.builder()
                    .localAddress(InetAddress.getByName("192.0.2.1"))
                    .build();
            assertThatThrownBy(() -> net.connect("127.0.0.1", peer.port()))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("127.0.0.1:" + peer.port());
        }
    }

    @Test
    void listensAndAccepts() throws Exception {
        try (NetworkListenerInterface listener = net.listen("localhost", 0)) {
            InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
            try (NetworkStreamInterface client = net.connect(address);
                    NetworkStreamInterface server = listener.accept()) {
                client.write(new byte[] {42});
                assertThat(server.read()).containsExactly(42);
                assertThat(server.getExtraInfo(ExtraInfo.CLIENT_ADDR))
                        .isEqualTo(client.getExtraInfo(ExtraInfo.CLIENT_ADDR));
                assertThat(server.getExtraInfo(ExtraInfo.SERVER_ADDR))
                        .isEqualTo(client.getExtraInfo(ExtraInfo.SERVER_ADDR));
                assertThat(socketOf(server).getTcpNoDelay()).isTrue();
            }
            assertThat(listener).hasToString("<NetworkListener [\"127.0.0.1:" + address.getPort() + "\"]>");
        }
    }

    @Test
    void acceptingObeysTheDeadlineAndGoesOnAfterwards() throws Exception {
        try (NetworkListenerInterface listener = net.listen("127.0.0.1", 0)) {
            try (Timeout timeout = Timeout.after(SHORT)) {
                assertThatThrownBy(listener::accept)
                        .isInstanceOf(NetworkTimeoutException.class)
                        .hasMessageStartingWith("accept on 127.0.0.1:");
                assertThat(timeout.isExpired()).isTrue();
            }
            try (NetworkStreamInterface client = net.connect(listener.getLocalAddress());
                    NetworkStreamInterface server = listener.accept()) {
                assertThat(server.isOpen()).isTrue();
            }
        }
    }

    @Test
    void twoAcceptingThreadsEachObeyTheirOwnDeadline() throws Exception {
        try (NetworkListenerInterface listener = net.listen("127.0.0.1", 0)) {
            Background<NetworkStreamInterface> patient = Background.run(listener::accept);
            Threads.awaitBlocked(patient.thread());
            try (Timeout timeout = Timeout.after(SHORT)) {
                assertThatThrownBy(listener::accept).isInstanceOf(NetworkTimeoutException.class);
            }
            try (NetworkStreamInterface client = net.connect(listener.getLocalAddress())) {
                patient.get().close();
            }
        }
    }

    @Test
    void closingAListenerWakesTheAcceptingThread() throws Exception {
        NetworkListenerInterface listener = net.listen("127.0.0.1", 0);
        Background<NetworkStreamInterface> accepting = Background.run(listener::accept);
        Threads.awaitBlocked(accepting.thread());
        listener.close();
        listener.close();
        assertThat(accepting.failure()).isInstanceOf(NetworkStreamClosedException.class);
        assertThatThrownBy(listener::accept)
                .isInstanceOf(NetworkStreamClosedException.class)
                .isInstanceOf(SocketException.class);
    }

    @Test
    void anInterruptEndsAcceptOnAVirtualThread() throws Exception {
        assumeTrue(Threads.virtualAvailable(), "virtual threads need JDK 21");
        NetworkListenerInterface listener = net.listen("127.0.0.1", 0);
        Background<NetworkStreamInterface> accepting = Background.run(true, listener::accept);
        Threads.awaitBlocked(accepting.thread());
        accepting.thread().interrupt();
        assertThat(accepting.failure())
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(NetworkTimeoutException.class);
        assertThatThrownBy(listener::accept).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void anAddressToListenOnIsNotLookedUp() throws Exception {
        SocketBackend net = SocketBackend.builder()
                .resolver(host -> {
                    throw new AssertionError("looked up " + host);
                })
                .build();
        net.listen("127.0.0.1", 0).close();
    }

    @Test
    void anAddressInUseIsNamed() throws Exception {
        try (NetworkListenerInterface listener = net.listen("127.0.0.1", 0)) {
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            assertThatThrownBy(() -> net.listen("127.0.0.1", port))
                    .isInstanceOf(BindException.class)
                    .hasMessageStartingWith("listen on 127.0.0.1:" + port);
        }
    }

    @Test
    void optionsOfARequestGoBeforeThoseOfTheBackend() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = net.connect(ConnectRequest.to(peer.address())
                        .withOption(StandardSocketOptions.TCP_NODELAY, false)
                        .withOption(StandardSocketOptions.SO_KEEPALIVE, true))) {
            assertThat(socketOf(stream).getTcpNoDelay()).isFalse();
            assertThat(socketOf(stream).getKeepAlive()).isTrue();
        }
    }

    @Test
    void anOptionThatSocketsDoNotHaveIsRefusedBeforeTheLookup() {
        SocketBackend looking = SocketBackend.builder()
                .resolver(host -> {
                    throw new AssertionError("looked up " + host);
                })
                .build();
        ConnectRequest request =
                ConnectRequest.to("host.example", 80).withOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
        assertThatThrownBy(() -> looking.connect(request))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("IP_MULTICAST_TTL")
                .hasMessageContaining("<SocketBackend>");
    }

    @Test
    void theLocalAddressOfARequestGoesBeforeThatOfTheBackend() throws Exception {
        SocketBackend other = SocketBackend.builder()
                .localAddress(InetAddress.getByName("127.0.0.2"))
                .build();
        InetAddress wanted = InetAddress.getByName("127.0.0.3");
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = other.connect(
                        ConnectRequest.to(peer.address()).withLocalAddress(new InetSocketAddress(wanted, 0)));
                Socket far = peer.accept()) {
            assertThat(far.getInetAddress()).isEqualTo(wanted);
            assertThat(stream.isOpen()).isTrue();
        }
    }

    /** Main class of a child JVM, in which the JDK finds no host, not even its own. */
    public static final class ToUnspecifiedAddress {
        public static void main(String[] args) throws Exception {
            try (Timeout timeout = Timeout.after(Duration.ofSeconds(30));
                    NetworkStreamInterface stream = new SocketBackend().connect("0.0.0.0", Integer.parseInt(args[0]))) {
                System.out.print(stream);
            }
        }
    }

    @Test
    void theUnspecifiedAddressIsThisMachineWithoutALookupOfItsName(@TempDir Path directory) throws Exception {
        Path noHosts = Files.createFile(directory.resolve("hosts"));
        try (PlainServer peer = PlainServer.listening()) {
            ChildJvm.Result result = ChildJvm.classPath(System.getProperty("java.class.path"))
                    .property("jdk.net.hosts.file", noHosts.toString())
                    .run(ToUnspecifiedAddress.class.getName(), Integer.toString(peer.port()));
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).isEqualTo("<NetworkStream [\"127.0.0.1:" + peer.port() + "\"]>");
        }
    }
}
