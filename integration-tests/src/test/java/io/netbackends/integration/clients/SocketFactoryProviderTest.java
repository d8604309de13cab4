// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.integration.NginxServer;
import io.netbackends.integration.Shared;
import io.netbackends.javanet.NetworkSSLSocketFactory;
import io.netbackends.testsupport.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The security property that determines the sockets of HttpsURLConnection. */
class SocketFactoryProviderTest {
    @RegisterExtension
    static final Shared<NginxServer> NGINX = new Shared<>(NginxServer.class, NginxServer::new);

    @TempDir
    Path directory;

    @Test
    void the_default_https_of_a_jvm_is_recorded_without_the_agent() throws Exception {
        Path security = Files.writeString(
                directory.resolve("java.security"),
                "ssl.SocketFactory.provider=" + NetworkSSLSocketFactory.class.getName());
        RecordingFile recording = new RecordingFile(directory.resolve("https.ndjson"));
        ChildJvm.Result result = ChildJvm.classPath(System.getProperty("java.class.path"))
                .property("java.security.properties", security.toString())
                .property("netbackends.backend", "recording:nio")
                .property("netbackends.recording.file", recording.path().toString())
                .property(
                        "javax.net.ssl.trustStore", TrustStore.write(directory).toString())
                .property("javax.net.ssl.trustStorePassword", TrustStore.PASSWORD)
                .run(
                        DefaultHttps.class.getName(),
                        "https://localhost:" + NGINX.get().tls13.port() + "/hello");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("hello by HTTP/1.1");
        assertThat(recording.plaintext()).contains("GET /hello HTTP/1.1", "hello by HTTP/1.1");
    }
}
