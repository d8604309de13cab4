// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkBackend;
import io.netbackends.TlsTruncation;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Properties;
import javax.net.SocketFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of the sockets: as properties, and in the text that drivers pass to a factory. */
class SocketSettingsTest {
    private static final String WRITE_TIMEOUT = SocketSettings.PROPERTIES + SocketSettings.WRITE_TIMEOUT;
    private static final String STRICT = SocketSettings.PROPERTIES + SocketSettings.STRICT;

    @AfterEach
    void clearProperties() {
        System.clearProperty(WRITE_TIMEOUT);
        System.clearProperty(STRICT);
        System.clearProperty("netbackends.javanet.write-timout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "socket", "nio,write-timeout=200", "socket,write-timeout=200"})
    void stalledWriteEndsAtTheWriteTimeout(String argument) throws Exception {
        if (!argument.contains(",")) {
            System.setProperty(WRITE_TIMEOUT, "200");
        }
        SocketFactory factory = new NetworkSocketFactory(argument);
        System.clearProperty(WRITE_TIMEOUT);
        try (PlainServer server = PlainServer.listening().serve(PlainServer.silent());
                Socket client = factory.createSocket("localhost", server.port())) {
            byte[] chunk = new byte[1 << 20];
            assertThatThrownBy(() -> {
                        while (true) {
                            client.getOutputStream().write(chunk);
                        }
                    })
                    .isExactlyInstanceOf(SocketTimeoutException.class)
                    .hasMessage("Write timed out");
        }
    }

    @Test
    void endWithoutCloseNotifyIsAnErrorIfThatIsWanted() throws Exception {
        System.setProperty(STRICT, "truncation");
        TestPki pki = TestPki.create();
        NetworkSSLSocketFactory factory = new NetworkSSLSocketFactory(pki.trusting(), NetworkBackend.named("nio"));
        try (PlainServer server = PlainServer.listening().serve(raw -> {
                    SSLSocket tls = (SSLSocket) pki.issue("localhost")
                            .serverContext()
                            .getSocketFactory()
                            .createSocket(raw, null, -1, false);
                    tls.setUseClientMode(false);
                    tls.startHandshake();
                    tls.getInputStream().read();
                    raw.shutdownOutput();
                });
                Socket client = factory.createSocket("localhost", server.port())) {
            client.getOutputStream().write(1);
            assertThatThrownBy(client.getInputStream()::read).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void argumentHasASpecAndSettings() {
        FactoryArgument argument = FactoryArgument.parse("nio, strict=truncation,write-timeout=5000");
        assertThat(argument.backend()).asString().contains("nio");
        assertThat(argument.settings().truncation()).isEqualTo(TlsTruncation.ERROR);
        assertThat(argument.settings().writeTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    /** Drivers pass null or an empty text if the user has given none. */
    @Test
    void withoutASpecItIsTheDefaultBackend() {
        String standard = new NetworkSocketFactory().toString();
        assertThat(new NetworkSocketFactory((String) null)).hasToString(standard);
        assertThat(new NetworkSocketFactory("")).hasToString(standard);
        assertThat(new NetworkSocketFactory(",write-timeout=1")).hasToString(standard);
    }

    @Test
    void pgjdbcHandsItsPropertiesOver() {
        Properties properties = new Properties();
        assertThat(new NetworkSSLSocketFactory(properties))
                .hasToString("<NetworkSSLSocketFactory [<NetworkBackend [socket]>]>");
        properties.setProperty("sslfactoryarg", "nio");
        assertThat(new NetworkSSLSocketFactory(properties))
                .hasToString("<NetworkSSLSocketFactory [<NetworkBackend [nio]>]>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nio,write-timeout=soon | write-timeout (soon) must be a number of milliseconds, at most 9 digits",
                "nio,write-timeout=-1 | write-timeout (-1) must be a number of milliseconds, at most 9 digits",
                "nio,strict=all | strict (all) must be truncation",
                "nio,fast | factory argument (nio,fast) must be a spec, and settings KEY=VALUE after commas",
                "nio,write-timout=1 | setting write-timout must be one that sockets have; did you mean write-timeout? (they have strict, write-timeout)",
            })
    void badArgumentIsNamed(String argument, String message) {
        assertThatThrownBy(() -> new NetworkSocketFactory(argument))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write-timeout | 1s | netbackends.javanet.write-timeout (1s) must be a number of milliseconds, at most 9 digits",
                "strict | yes | netbackends.javanet.strict (yes) must be truncation",
                "write-timout | 1 | setting netbackends.javanet.write-timout must be one that sockets have;"
                        + " did you mean netbackends.javanet.write-timeout? (they have strict, write-timeout)",
            })
    void badPropertyIsNamed(String key, String value, String message) {
        System.setProperty(SocketSettings.PROPERTIES + key, value);
        assertThatThrownBy(() -> new NetworkSocketFactory("nio"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> new NetworkServerSocketFactory("nio"))
                .isExactlyInstanceOf(IllegalArgumentException.class);
    }
}
