// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.ChildJvm;
import java.security.Security;
import java.util.Properties;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/** Selecting the factory by configuration, without code in programs and drivers. */
class DefaultSSLSocketFactoryTest {
    /** Main class of a separate JVM, since a JVM determines its default factory once. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            Security.setProperty("ssl.SocketFactory.provider", NetworkSSLSocketFactory.class.getName());
            System.out.println(SSLSocketFactory.getDefault());
            System.out.println(HttpsURLConnection.getDefaultSSLSocketFactory());
        }
    }

    @Test
    void securityPropertyMakesItTheDefault() throws Exception {
        ChildJvm.Result result = ChildJvm.classPath(System.getProperty("java.class.path"))
                .property("netbackends.backend", "nio")
                .run(Program.class.getName());
        assertThat(result.out().lines())
                .as(result.err())
                .containsExactly(
                        "<NetworkSSLSocketFactory [<NetworkBackend [nio]>]>",
                        "<NetworkSSLSocketFactory [<NetworkBackend [nio]>]>");
    }

    @Test
    void driversNameTheClass() {
        assertThat(new NetworkSSLSocketFactory("nio"))
                .hasToString("<NetworkSSLSocketFactory [<NetworkBackend [nio]>]>");
        assertThat(new NetworkSSLSocketFactory(new Properties()))
                .hasToString(NetworkSSLSocketFactory.getDefault().toString());
    }
}
