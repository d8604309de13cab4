// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.internal.ClientEngineFactory;
import io.netbackends.support.TlsMachine.Need;
import io.netbackends.testsupport.TestPki;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with server names that DNS and certificates allow, but the JDK does not. */
class UnusualServerNameTest {
    private static final TestPki PKI = TestPki.create();

    private static TlsPair pair(SSLContext server, String protocol, String name, SSLContext client) throws Exception {
        SSLEngine engine = ClientEngineFactory.verifying(client, name, 443);
        engine.setEnabledProtocols(new String[] {protocol});
        return new TlsPair(engine, TlsPair.serverEngine(server, protocol), 1 << 16);
    }

    /** The JDK's own servers reject such a name. */
    private static SSLContext serverFor(String... names) throws Exception {
        return EngineMaker.CONSCRYPT.server(PKI.issue(names));
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, my_service,                  my_service",
        "TLSv1.2, my_service,                  my_service",
        "TLSv1.3, my_service.internal.example, *.internal.example",
        "TLSv1.2, my_service.internal.example, *.internal.example",
        "TLSv1.3, -foo.example.com,            -foo.example.com",
        "TLSv1.3, foo-.example.com,            *.example.com"
    })
    void isSentAndVerified(String protocol, String name, String certified) throws Exception {
        TlsPair pair = pair(serverFor("other.example", certified), protocol, name, PKI.trusting());
        assertThat(pair.client.handshake()).isEqualTo(Need.OUTPUT);
        ByteBuffer hello = pair.client.outEncrypted().content();
        assertThat(US_ASCII.decode(hello.duplicate()).toString()).contains(name);
        pair.handshake();
        byte[] data = new byte[1000];
        assertThat(pair.transfer(pair.client, pair.server, data, 1000)).isEqualTo(data);
        assertThat(pair.transfer(pair.server, pair.client, data, 1000)).isEqualTo(data);
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, my_service,                  my-service",
        "TLSv1.2, my_service,                  my-service",
        "TLSv1.3, my_service.internal.example, *.example",
        "TLSv1.2, my_service,                  127.0.0.1"
    })
    void failsBeforeTheClientAnswersIfTheCertificateIsForAnotherName(String protocol, String name, String certified)
            throws Exception {
        TlsPair pair = pair(serverFor(certified), protocol, name, PKI.trusting());

        assertThatThrownBy(pair::handshake)
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessage("No subject alternative DNS name matching " + name + " found.");

        assertThat(pair.client.hasFailed()).isTrue();
        pair.client.encryptOwnMessages();
        assertThat(pair.client.outEncrypted().isEmpty()).as("an alert").isFalse();
        assertThatThrownBy(() -> pair.client.decrypt(ByteBuffer.allocate(1))).isInstanceOf(SSLException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void isVerifiedInASessionThatIsResumed(String protocol) throws Exception {
        SSLContext client = PKI.trusting();
        SSLContext server = serverFor("my_service");
        for (int i = 0; i < 2; i++) {
            TlsPair pair = pair(server, protocol, "my_service", client);
            pair.handshake();
            pair.transfer(pair.server, pair.client, new byte[10], 10);
        }
    }

    @Test
    void keepsTheOutputClosableAlone() throws Exception {
        TlsClosePolicy.checkHalfClose(ClientEngineFactory.verifying(PKI.trusting(), "my_service", 443));
    }

    @Test
    void isNotVerifiedByAnEngineThatIsToldNotTo() throws Exception {
        SSLEngine engine = ClientEngineFactory.unverified(PKI.trusting(), "my_service", 443);
        new TlsPair(engine, TlsPair.serverEngine(serverFor("other")), 1 << 16).handshake();
    }
}
