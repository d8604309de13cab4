// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Options, available, shutdownInput and abort, with transports that support them or not. */
class NetworkStreamControlTest {
    private final FakeTransport transport = new FakeTransport();
    private final NetworkStream stream = new NetworkStream(transport, "192.0.2.1:80");

    /** A transport with only the required methods. */
    private static final class Bare implements Transport {
        @Override
        public int read(ByteBuffer dst) {
            dst.put((byte) 'x');
            return 1;
        }

        @Override
        public void write(ByteBuffer src) {
            src.position(src.limit());
        }

        @Override
        public void shutdownOutput() {}

        @Override
        public @Nullable Object getExtraInfo(String key) {
            return null;
        }

        @Override
        public void close() {}
    }

    @Test
    void aTransportNeedHaveNoneOfThem() throws Exception {
        NetworkStream bare = new NetworkStream(new Bare(), "192.0.2.1:80");
        assertThat(bare.supportedOptions()).isEmpty();
        assertThatThrownBy(() -> bare.setOption(StandardSocketOptions.TCP_NODELAY, true))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("option (TCP_NODELAY) must be one of []");
        assertThatThrownBy(() -> bare.getOption(StandardSocketOptions.TCP_NODELAY))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(bare.available()).isZero();
        assertThatThrownBy(bare::shutdownInput).isInstanceOf(UnsupportedOperationException.class);
        assertThat(bare.read())
                .as("a read after an input that could not be shut down")
                .containsExactly('x');
        bare.abort();
        assertThat(bare.isOpen()).isFalse();
    }

    @Test
    void aFailureOfAnOptionNamesThePeerAndLeavesTheStream() throws Exception {
        Transport failing = new Transport() {
            @Override
            public int read(ByteBuffer dst) {
                return -1;
            }

            @Override
            public void write(ByteBuffer src) {}

            @Override
            public void shutdownOutput() {}

            @Override
            public @Nullable Object getExtraInfo(String key) {
                return null;
            }

            @Override
            public <T> void setOption(SocketOption<T> option, T value) throws IOException {
                throw new SocketException("Invalid argument");
            }

            @Override
            public Set<SocketOption<?>> supportedOptions() {
                return Set.of(StandardSocketOptions.TCP_NODELAY);
            }

            @Override
            public void close() {}
        };
        NetworkStream failed = new NetworkStream(failing, "192.0.2.1:80");
        assertThatThrownBy(() -> failed.setOption(StandardSocketOptions.TCP_NODELAY, true))
                .isInstanceOf(SocketException.class)
                .hasMessage("set option TCP_NODELAY of 192.0.2.1:80: Invalid argument");
        assertThat(failed.read()).isEmpty();
    }

    @Test
    void argumentsComeFirst() throws Exception {
        stream.close();
        assertThatThrownBy(() -> stream.setOption(null, true)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> stream.setOption(StandardSocketOptions.TCP_NODELAY, null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> stream.getOption(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void availableIsTheTransportsUntilTheEnd() throws Exception {
        transport.available = 7;
        assertThat(stream.available()).isEqualTo(7);
        assertThat(stream.inputStream().available()).isEqualTo(7);
        assertThat(stream.read()).isEmpty();
        assertThat(stream.available()).isZero();
    }

    @Test
    void availableFailsAsABrokenReadDoes() {
        transport.onRead(dst -> {
            throw new SocketException("Connection reset");
        });
        assertThatThrownBy(stream::read).isInstanceOf(SocketException.class);
        assertThatThrownBy(stream::available)
                .isInstanceOf(SocketException.class)
                .hasMessage("read from 192.0.2.1:80: Connection reset");
    }

    @Test
    void theInputIsShutDownOnceAndReadNoMore() throws Exception {
        stream.shutdownInput();
        stream.shutdownInput();
        assertThat(transport.inputShutdowns).isEqualTo(1);
        assertThat(stream.read()).isEmpty();
        assertThat(stream.available()).isZero();
        assertThat(transport.calls).isZero();
        stream.write(new byte[1]);
    }

    @Test
    void aResetThatWasSeenBeforeStaysAnErrorAfterTheInputIsShutDown() throws Exception {
        transport.onRead(dst -> {
            throw new SocketException("Connection reset");
        });
        assertThatThrownBy(stream::read).isInstanceOf(SocketException.class);
        stream.shutdownInput();
        assertThatThrownBy(stream::read).isInstanceOf(SocketException.class);
    }

    @Test
    void tlsCannotStartWithHalfAConnection() throws Exception {
        stream.shutdownInput();
        assertThatThrownBy(() -> stream.startTls(NetworkStreamTlsTest.clientEngine()))
                .isInstanceOf(SSLException.class)
                .hasMessage("start TLS with 192.0.2.1:80: one direction of the connection was shut down");
        assertThat(stream.isOpen()).isFalse();
        assertThat(transport.calls).isZero();
    }

    @Test
    void anAbortIsNoCloseAndHappensOnce() throws Exception {
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            stream.abort();
        }
        stream.abort();
        stream.close();
        assertThat(transport.aborts).isEqualTo(1);
        assertThat(transport.closes).isZero();
        assertThatThrownBy(stream::read).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void anAbortAfterACloseDoesNothing() throws Exception {
        stream.close();
        stream.abort();
        assertThat(transport.aborts).isZero();
    }
}
