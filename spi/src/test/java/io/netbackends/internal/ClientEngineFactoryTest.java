// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientEngineFactoryTest {
    @ParameterizedTest
    @CsvSource({
        "host.example,       host.example",
        "host.example.,      host.example",
        "localhost,          localhost",
        "localhost.,         localhost",
        "Host.Example,       Host.Example",
        "b\u00fccher.example, xn--bcher-kva.example",
        "1.2.3.example,      1.2.3.example",
        "1.2.3,              1.2.3"
    })
    void aNameIsSentAndVerified(String hostname, String sent) throws Exception {
        SSLEngine engine = verifying(hostname);

        assertThat(serverNames(engine)).containsExactly(new SNIHostName(sent));
        assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
        assertThat(clientHello(engine)).contains(sent);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,        127.0.0.1",
        "127.0.0.1.,       127.0.0.1",
        "[127.0.0.1],      127.0.0.1",
        "::1,              ::1",
        "[::1],            ::1",
        "2001:db8::1,      2001:db8::1",
        "fe80::1%eth0,     fe80::1%eth0",
        "::ffff:127.0.0.1, ::ffff:127.0.0.1"
    })
    void anAddressIsVerifiedAndNotSent(String hostname, String verified) throws Exception {
        SSLEngine engine = verifying(hostname);

        assertThat(serverNames(engine)).isEmpty();
        assertThat(engine.getPeerHost()).isEqualTo(verified);
        assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
        assertThat(clientHello(engine)).doesNotContain(verified);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "[]",
                " ",
                "host name",
                " host",
                "host\t",
                "host\r\nx",
                "host\0",
                "host\u007f",
                "a..",
                "a..b"
            })
    void whatIsNoHostNameIsRejected(String hostname) {
        assertThatIllegalArgumentException().isThrownBy(() -> verifying(hostname));
    }

    @Test
    void theMessageShowsTheNameWithoutItsControlCharacters() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> verifying("ho\0st\u001b[2J"))
                .withMessageStartingWith("hostname (ho?st?[2J) must be ");
    }

    @Test
    void hostAndPortReachTheEngineWhichIsAClients() throws Exception {
        SSLEngine engine = ClientEngineFactory.verifying(SSLContext.getDefault(), "host.example.", 8443);

        assertThat(engine.getUseClientMode()).isTrue();
        assertThat(engine.getPeerHost()).isEqualTo("host.example");
        assertThat(engine.getPeerPort()).isEqualTo(8443);
    }

    private static SSLEngine verifying(String hostname) throws Exception {
        return ClientEngineFactory.verifying(SSLContext.getDefault(), hostname, 443);
    }

    private static List<SNIServerName> serverNames(SSLEngine engine) {
        List<SNIServerName> names = engine.getSSLParameters().getServerNames();
        return names == null ? List.of() : names;
    }

    /** The first message sent, one character per byte. */
    private static String clientHello(SSLEngine engine) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.beginHandshake();
        while (engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
        }
        return new String(out.array(), 0, out.position(), ISO_8859_1);
    }
}
