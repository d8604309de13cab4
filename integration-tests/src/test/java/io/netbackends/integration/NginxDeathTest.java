// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections whose server is killed in the middle. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#all")
@ExtendWith(WithinDeadline.class)
class NginxDeathTest {
    /** Larger than all buffers. */
    private static final int HUGE = 64 * 1024 * 1024;

    @Parameter
    Backend backend;

    private NginxServer nginx;

    @BeforeEach
    void start() throws IOException {
        nginx = new NginxServer();
        nginx.addZeros("huge", HUGE);
    }

    @AfterEach
    void stop() throws IOException {
        if (nginx != null) {
            nginx.close();
        }
    }

    @Test
    void a_plain_download_is_cut_off() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(nginx.plain)) {
            stream.write(Http.head("GET /huge"));
            long received = stream.read().length;
            nginx.kill();
            // Without TLS, a connection that the system closes for a killed server looks like an orderly end.
            for (byte[] bytes = stream.read(); bytes.length > 0; bytes = stream.read()) {
                received += bytes.length;
            }
            assertThat(received).isPositive().isLessThan(HUGE);
            assertThat(stream.read()).isEmpty();
        }
    }

    @Test
    void a_tls_download_ends_with_an_error_for_ever() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(nginx.tls13)) {
            stream.startTls(Tls.PKI.trusting(), "localhost");
            stream.write(Http.head("GET /huge"));
            stream.read();
            nginx.kill();
            Throwable failure = catchThrowable(() -> stream.inputStream().readAllBytes());
            assertThat(failure)
                    .isExactlyInstanceOf(SSLException.class)
                    .hasMessageContainingAll("read from " + backend.nameOf(nginx.tls13), "without a TLS close_notify");
            assertThatThrownBy(stream::read).isExactlyInstanceOf(SSLException.class);
        }
    }

    @Test
    void an_upload_is_reset() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(nginx.plain)) {
            stream.write(Http.head("PUT /up/huge", "Content-Length: " + HUGE, "Expect: 100-continue"));
            assertThat(new Http(stream).line()).isEqualTo("HTTP/1.1 100 Continue");
            stream.write(new byte[1000]);
            nginx.kill();
            assertThatThrownBy(() -> stream.write(ByteBuffer.allocate(HUGE)))
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessageStartingWith("write to " + backend.nameOf(nginx.plain))
                    .hasCauseInstanceOf(IOException.class);
            assertThatThrownBy(() -> stream.write(new byte[1])).isExactlyInstanceOf(SocketException.class);
        }
    }

    @Test
    void nginx_no_longer_listens() {
        nginx.kill();
        assertThatThrownBy(() -> backend.connect(nginx.plain))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContaining(backend.nameOf(nginx.plain));
    }
}
