// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.PeerCredentials;
import io.netbackends.TlsTruncation;
import io.netbackends.nio.NioBackend;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.TestPki;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The backend's addresses, and the special features of its streams. */
class UnixSocketBackendTest extends UnixSocketTestBase {
    private static final SocketAddress ODD_ADDRESS = new SocketAddress() {};

    @Test
    void withAPathEveryHostAndPortLeadsThere() throws Exception {
        NetworkBackendInterface backend = UnixSocketBackend.of(path("s"));
        try (ServerSocketChannel server = listen(path("s"))) {
            for (SocketAddress address : List.of(
                    InetSocketAddress.createUnresolved("localhost", 80),
                    InetSocketAddress.createUnresolved("no-such-host.invalid", 0),
                    UnixDomainSocketAddress.of(path("s")))) {
                try (NetworkStreamInterface stream = backend.connect(address)) {
                    assertThat(stream).hasToString("<NetworkStream [\"" + path("s") + "\"]>");
                    assertConnected(stream, server);
                }
            }
            try (NetworkStreamInterface stream = backend.connect("api", 443)) {
                assertConnected(stream, server);
            }
        }
        assertThatIllegalArgumentException().isThrownBy(() -> backend.connect("host", 65536));
        assertThatIllegalArgumentException().isThrownBy(() -> backend.connect("", 80));
        assertThatIllegalArgumentException().isThrownBy(() -> backend.listen("host", -1));
    }

    @Test
    void withoutARouteAConnectionIsRefusedAndTheRoutesAreNamed() {
        NetworkBackendInterface backend = UnixSocketBackend.builder()
                .route("api", 80, path("a"))
                .route("db", path("d"))
                .build();
        assertThatThrownBy(() -> backend.connect("api", 81))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("connect to api:81: there is no route to the path of a UNIX-domain socket; the routes "
                        + "are: api:80=" + path("a") + ", db=" + path("d"));
        assertThatThrownBy(() -> backend.listen("api", 81))
                .isExactlyInstanceOf(BindException.class)
                .hasMessageStartingWith("listen on api:81: there is no route");
        assertThatThrownBy(() -> UnixSocketBackend.builder().build().connect("::1", 81))
                .hasMessage("connect to [::1]:81: there is no route to the path of a UNIX-domain socket; the routes "
                        + "are: none");
        assertThatThrownBy(() -> backend.connect(ODD_ADDRESS)).isInstanceOf(UnsupportedAddressTypeException.class);
        assertThatThrownBy(() -> backend.listen(ODD_ADDRESS)).isInstanceOf(UnsupportedAddressTypeException.class);
    }

    @Test
    void whatHasNoRouteGoesToTheDelegateIfThereIsOne() throws Exception {
        NetworkBackendInterface backend = UnixSocketBackend.builder()
                .route("api", path("a"))
                .delegate(new NioBackend())
                .build();
        try (NetworkListenerInterface unix = backend.listen("api", 80);
                NetworkListenerInterface tcp = backend.listen("127.0.0.1", 0)) {
            assertThat(unix.getLocalAddress()).isEqualTo(UnixDomainSocketAddress.of(path("a")));
            assertThat(tcp.getLocalAddress()).isInstanceOf(InetSocketAddress.class);
            for (NetworkListenerInterface listener : new NetworkListenerInterface[] {unix, tcp}) {
                try (NetworkStreamInterface stream = backend.connect(listener.getLocalAddress());
                        NetworkStreamInterface accepted = listener.accept()) {
                    stream.write("x".getBytes(UTF_8));
                    assertThat(accepted.read()).isEqualTo("x".getBytes(UTF_8));
                }
            }
            backend.connect("api", 1234).close();
        }
        assertThatThrownBy(() -> backend.connect(ODD_ADDRESS)).isInstanceOf(UnsupportedAddressTypeException.class);
        assertThatThrownBy(() -> UnixSocketBackend.builder()
                        .path(path("a"))
                        .delegate(backend)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must not be set together");
    }

    @Test
    void streamsKnowTheirAddressesAndThePeersCredentials() throws Exception {
        SocketAddress address = UnixDomainSocketAddress.of(path("s"));
        UnixSocketBackend backend = UnixSocketBackend.of(path("s"));
        NetworkStreamInterface stream;
        NetworkStreamInterface accepted;
        try (NetworkListenerInterface listener = backend.listen("any", 1)) {
            stream = backend.connect("any", 1);
            accepted = listener.accept();
        }
        stream.close();
        accepted.close();
        for (NetworkStreamInterface end : new NetworkStreamInterface[] {stream, accepted}) {
            assertThat(end.getExtraInfo(ExtraInfo.SERVER_ADDR)).contains(address);
            assertThat(end.getExtraInfo(ExtraInfo.CLIENT_ADDR)).contains(UnixDomainSocketAddress.of(""));
            assertThat(end.getExtraInfo(ExtraInfo.SOCKET)).get().isInstanceOf(SocketChannel.class);
            PeerCredentials peer = end.getExtraInfo(ExtraInfo.PEER_CREDENTIALS).orElseThrow();
            assertThat(peer.user()).isEqualTo(Files.getOwner(directory));
            assertThat(peer.group()).isEqualTo(Files.getAttribute(directory, "posix:group"));
            assertThat(end).hasToString("<NetworkStream [\"" + path("s") + "\" CLOSED]>");
        }
        assertThatThrownBy(accepted::read).hasMessageContaining("read from " + path("s"));
    }

    @Test
    void tlsWorksWithANameToVerify() throws Exception {
        TestPki pki = TestPki.create();
        UnixSocketBackend backend = UnixSocketBackend.of(path("s"));
        try (NetworkListenerInterface listener = backend.listen("any", 1)) {
            Background<byte[]> server = Background.run(() -> {
                try (NetworkStreamInterface accepted = listener.accept()) {
                    javax.net.ssl.SSLEngine engine =
                            pki.issue("db.example").serverContext().createSSLEngine();
                    engine.setUseClientMode(false);
                    accepted.startTls(engine);
                    return accepted.read();
                }
            });
            try (NetworkStreamInterface stream = backend.connect("db.example", 443)) {
                stream.startTls(pki.trusting(), "db.example");
                stream.write("secret".getBytes(UTF_8));
                assertThat(server.get()).isEqualTo("secret".getBytes(UTF_8));
                assertThat(stream.read()).isEmpty();
            }
        }
    }

    @Test
    void lenientTruncationIsASetting() throws Exception {
        TestPki pki = TestPki.create();
        UnixSocketBackend lenient = UnixSocketBackend.builder()
                .path(path("s"))
                .tlsTruncation(TlsTruncation.END_OF_STREAM)
                .build();
        try (NetworkListenerInterface listener = lenient.listen("any", 1)) {
            Background<Void> server = Background.run(() -> {
                try (NetworkStreamInterface accepted = listener.accept()) {
                    javax.net.ssl.SSLEngine engine =
                            pki.issue("db.example").serverContext().createSSLEngine();
                    engine.setUseClientMode(false);
                    accepted.startTls(engine);
                    ((SocketChannel) accepted.getExtraInfo(ExtraInfo.SOCKET).orElseThrow()).shutdownOutput();
                    accepted.read();
                }
                return null;
            });
            try (NetworkStreamInterface stream = lenient.connect("db.example", 443)) {
                stream.startTls(pki.trusting(), "db.example");
                assertThat(stream.read()).isEmpty();
            }
            server.get();
        }
    }

    @Test
    void optionsAreSetOnChannelsOfBothSides() throws Exception {
        UnixSocketBackend backend = UnixSocketBackend.builder()
                .path(path("s"))
                .option(StandardSocketOptions.SO_SNDBUF, 8192)
                .build();
        try (NetworkListenerInterface listener = backend.listen("any", 1);
                NetworkStreamInterface stream = backend.connect("any", 1);
                NetworkStreamInterface accepted = listener.accept();
                NetworkStreamInterface plain = connect(path("s"))) {
            assertThat(sendBuffer(stream)).isEqualTo(sendBuffer(accepted)).isLessThan(sendBuffer(plain));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnixSocketBackend.builder().option(StandardSocketOptions.TCP_NODELAY, true));
    }

    private static int sendBuffer(NetworkStreamInterface stream) throws IOException {
        return ((SocketChannel) stream.getExtraInfo(ExtraInfo.SOCKET).orElseThrow())
                .getOption(StandardSocketOptions.SO_SNDBUF);
    }

    @Test
    void aResetStaysOneAfterTheDataBeforeIt() throws Exception {
        try (ServerSocketChannel server = listen(path("s"));
                NetworkStreamInterface stream = connect(path("s"))) {
            SocketChannel far = server.accept();
            stream.write(new byte[10]);
            far.write(ByteBuffer.wrap("data".getBytes(UTF_8)));
            far.close(); // with 10 bytes unread
            assertThat(stream.read()).isEqualTo("data".getBytes(UTF_8));
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(stream::read)
                        .isExactlyInstanceOf(SocketException.class)
                        .hasMessageContainingAll(path("s").toString(), "Connection reset");
            }
        }
    }

    /** The kernel notifies only the writer, and does not report a reset. */
    @Test
    void aResetInTheMiddleOfAWriteIsNoEndOfStreamForTheReader() throws Exception {
        try (ServerSocketChannel server = listen(path("s"))) {
            for (int i = 0; i < 20; i++) {
                NetworkStreamInterface stream = connect(path("s"));
                SocketChannel far = server.accept();
                Background<Void> writer = Background.run(() -> {
                    stream.write(new byte[16 << 20]);
                    return null;
                });
                Background<byte[]> reader = Background.run(stream::read);
                Threads.awaitBlocked(writer.thread());
                Threads.awaitBlocked(reader.thread());
                far.close();
                assertThat(writer.failure()).isInstanceOf(SocketException.class);
                assertThat(reader.failure()).isInstanceOf(SocketException.class);
                stream.close();
            }
        }
    }

    @Test
    void theBackendSaysWhatItIs() {
        assertThat(UnixSocketBackend.of(Path.of("s"))).hasToString("<UnixSocketBackend>");
    }

    @Test
    void cancellingEndsAConnectThatWaitsForRoomInTheBacklog() throws Exception {
        CancellationSignal signal = new CancellationSignal();
        try (ServerSocketChannel server = listen(path("s"))) {
            List<SocketChannel> waiting = fillBacklog(path("s"));
            ConnectRequest request = ConnectRequest.to("localhost", 80).withCancellation(signal);
            Background<NetworkStreamInterface> connecting =
                    Background.run(() -> UnixSocketBackend.of(path("s")).connect(request));
            Threads.awaitBlocked(connecting.thread());
            signal.cancel();
            assertThat(connecting.failure()).isInstanceOf(NetworkStreamClosedException.class);
            for (SocketChannel each : waiting) {
                each.close();
            }
            assertThat(server.isOpen()).isTrue();
        }
    }

    @Test
    void whatAPathCannotHaveIsRefused() throws Exception {
        try (ServerSocketChannel server = listen(path("s"))) {
            UnixSocketBackend net = UnixSocketBackend.of(path("s"));
            ConnectRequest request = ConnectRequest.to("localhost", 80);
            assertThatThrownBy(() -> net.connect(request.withOption(StandardSocketOptions.TCP_NODELAY, true)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("TCP_NODELAY");
            assertThatThrownBy(() -> net.connect(
                            request.withLocalAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))))
                    .isInstanceOf(UnsupportedOperationException.class);
            try (NetworkStreamInterface stream =
                    net.connect(request.withOption(StandardSocketOptions.SO_SNDBUF, 4096))) {
                assertConnected(stream, server);
            }
        }
    }

    @Test
    void aRequestGoesToTheRouteOfItsNameElseOfItsAddressElseToTheDelegateAsItIs() throws Exception {
        NetworkBackendInterface delegate = mock(NetworkBackendInterface.class);
        InetAddress address = InetAddress.getByAddress("db.example", new byte[] {10, 0, 0, 1});
        ConnectRequest request = ConnectRequest.to(new InetSocketAddress(address, 80));
        try (ServerSocketChannel byName = listen(path("name"));
                ServerSocketChannel byAddress = listen(path("address"))) {
            UnixSocketBackend.Builder builder =
                    UnixSocketBackend.builder().delegate(delegate).route("10.0.0.1", path("address"));
            try (NetworkStreamInterface stream = builder.build().connect(request)) {
                assertConnected(stream, byAddress);
            }
            try (NetworkStreamInterface stream =
                    builder.route("db.example", path("name")).build().connect(request)) {
                assertConnected(stream, byName);
            }
            ConnectRequest elsewhere = request.withTarget("other.example", 80);
            builder.build().connect(elsewhere);
            verify(delegate).connect(elsewhere);
        }
    }
}
