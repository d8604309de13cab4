// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.PlainServer;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features of this backend: channels of other code, options, the local address. */
class NioBackendTest {
    private static final String PRECONDITION =
            "must be connected, open, registered with no selector, and of the default provider";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wrappedChannelMayBlockOrNotAndBelongsToTheStream(boolean blocking) throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo());
                SocketChannel channel = SocketChannel.open(peer.address())) {
            channel.configureBlocking(blocking);
            try (NetworkStreamInterface stream = NioBackend.wrap(channel)) {
                assertThat(stream).hasToString("<NetworkStream [\"127.0.0.1:" + peer.port() + "\"]>");
                assertThat(stream.getExtraInfo(ExtraInfo.SOCKET)).contains(channel);
                assertThat(stream.getExtraInfo(ExtraInfo.CLIENT_ADDR)).contains(channel.getLocalAddress());
                stream.write("hello".getBytes(US_ASCII));
                assertThat(stream.inputStream().readNBytes(5)).isEqualTo("hello".getBytes(US_ASCII));
            }
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Test
    void channelThatIsNotConnectedIsRefusedAndStaysAsItIs() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            assertThatThrownBy(() -> NioBackend.wrap(channel))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(PRECONDITION);
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void channelThatWasClosedIsRefused() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            SocketChannel channel = SocketChannel.open(peer.address());
            channel.close();
            assertThatThrownBy(() -> NioBackend.wrap(channel))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(PRECONDITION);
        }
    }

    @Test
    void channelInASelectorIsRefusedAndStaysThere() throws Exception {
        try (PlainServer peer = PlainServer.listening();
                SocketChannel channel = SocketChannel.open(peer.address());
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            channel.register(selector, 0);
            assertThatThrownBy(() -> NioBackend.wrap(channel))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(PRECONDITION);
            assertThat(channel.keyFor(selector)).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void optionsAreSetOnWhatConnectsAndOnWhatIsAccepted(boolean value) throws Exception {
        NioBackend backend = NioBackend.builder()
                .option(StandardSocketOptions.SO_KEEPALIVE, value)
                .option(StandardSocketOptions.TCP_NODELAY, value)
                .build();
        try (var listener = backend.listen("127.0.0.1", 0);
                NetworkStreamInterface near = backend.connect(listener.getLocalAddress());
                NetworkStreamInterface far = listener.accept()) {
            for (NetworkStreamInterface stream : List.of(near, far)) {
                assertThat(option(stream, StandardSocketOptions.SO_KEEPALIVE)).isEqualTo(value);
                assertThat(option(stream, StandardSocketOptions.TCP_NODELAY)).isEqualTo(value);
            }
        }
    }

    @Test
    void optionThatChannelsDoNotHaveIsRefused() {
        NioBackend.Builder builder = NioBackend.builder();
        assertThatThrownBy(() -> builder.option(StandardSocketOptions.IP_MULTICAST_TTL, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void connectionsComeFromTheLocalAddress() throws Exception {
        InetAddress local = InetAddress.getByName("127.0.0.2");
        NioBackend backend = NioBackend.builder().localAddress(local).build();
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = backend.connect("127.0.0.1", peer.port());
                Socket far = peer.accept()) {
            assertThat(far.getInetAddress()).isEqualTo(local);
            InetSocketAddress client = (InetSocketAddress)
                    stream.getExtraInfo(ExtraInfo.CLIENT_ADDR).orElseThrow();
            assertThat(client.getAddress()).isEqualTo(local);
        }
    }

    @Test
    void localAddressOfAnotherHostIsAnError() throws Exception {
        NioBackend backend = NioBackend.builder()
                .localAddress(InetAddress.getByName("192.0.2.1"))
                .build();
        try (PlainServer peer = PlainServer.listening()) {
            assertThatThrownBy(() -> backend.connect("127.0.0.1", peer.port()))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("127.0.0.1:" + peer.port());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void channelIsLeftNonBlockingByAConnectUnderADeadlineOnly(boolean deadline) throws Exception {
        try (PlainServer peer = PlainServer.listening();
                Timeout timeout = Timeout.after(Duration.ofSeconds(30))) {
            if (!deadline) {
                timeout.cancel();
            }
            try (NetworkStreamInterface stream = new NioBackend().connect("127.0.0.1", peer.port())) {
                SocketChannel channel =
                        (SocketChannel) stream.getExtraInfo(ExtraInfo.SOCKET).orElseThrow();
                assertThat(channel.isBlocking()).isEqualTo(!deadline);
                assertThat(channel.isRegistered()).isFalse();
            }
        }
    }

    @Test
    void namesItself() {
        assertThat(new NioBackend()).hasToString("<NioBackend>");
    }

    private static <T> T option(NetworkStreamInterface stream, SocketOption<T> option) throws Exception {
        return ((SocketChannel) stream.getExtraInfo(ExtraInfo.SOCKET).orElseThrow()).getOption(option);
    }

    @Test
    void whatARequestSaysGoesBeforeWhatTheBackendSays() throws Exception {
        NioBackend backend = NioBackend.builder()
                .localAddress(InetAddress.getByName("127.0.0.2"))
                .option(StandardSocketOptions.SO_KEEPALIVE, false)
                .build();
        InetAddress wanted = InetAddress.getByName("127.0.0.3");
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = backend.connect(ConnectRequest.to(peer.address())
                        .withLocalAddress(new InetSocketAddress(wanted, 0))
                        .withOption(StandardSocketOptions.SO_KEEPALIVE, true));
                Socket far = peer.accept()) {
            assertThat(far.getInetAddress()).isEqualTo(wanted);
            assertThat(option(stream, StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            assertThat(option(stream, StandardSocketOptions.TCP_NODELAY)).isTrue();
        }
    }
}
