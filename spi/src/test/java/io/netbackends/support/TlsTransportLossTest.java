// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.TlsTruncation;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The result of a lenient reader at an end that the writer knows to be a loss. */
class TlsTransportLossTest {
    private final FakeTransport transport = new FakeTransport();
    private TlsTransport tls;

    @BeforeEach
    void handshake() throws Exception {
        tls = new TlsTransport(transport, TlsPair.connected().client, TlsTruncation.END_OF_STREAM, "192.0.2.1:80");
    }

    @Test
    void aConnectionThatTheWriterLostDoesNotEndForTheReader() {
        IOException loss = new IOException("Connection reset by peer");
        transport.onWrite(src -> {
            throw loss;
        });
        assertThatThrownBy(() -> tls.write(ByteBuffer.allocate(1))).isSameAs(loss);
        assertThatThrownBy(() -> tls.read(ByteBuffer.allocate(1))).isSameAs(loss);
    }

    @Test
    void afterABrokenPipeTheEndIsTheEnd() throws Exception {
        transport.onWrite(src -> {
            throw new SocketException("Broken pipe");
        });
        assertThatThrownBy(() -> tls.write(ByteBuffer.allocate(1))).isInstanceOf(SocketException.class);
        assertThat(tls.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
}
