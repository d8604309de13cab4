// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.BlockingBackend;
import io.netbackends.nio.AsyncNioBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.recording.AsyncRecordingBackend;
import io.netbackends.recording.RecordingBackend;
import io.netbackends.recording.TextRecorder;
import io.netbackends.testsupport.PlainServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inner recorders, as in {@code proxy:recording:nio}, see the exchange with the proxy. */
class RecordedProxyTest {
    private static NetworkBackendInterface recorded(Half half, Proxies proxies, TextRecorder recorder) {
        return switch (half) {
            case BLOCKING -> new ProxyBackend(new RecordingBackend(new NioBackend(), recorder), proxies);
            case ASYNCHRONOUS ->
                BlockingBackend.of(
                        new AsyncProxyBackend(new AsyncRecordingBackend(new AsyncNioBackend(), recorder), proxies));
        };
    }

    @ParameterizedTest
    @CsvSource({"BLOCKING, socks5h", "BLOCKING, http", "ASYNCHRONOUS, socks5h", "ASYNCHRONOUS, http"})
    void credentialsAreInNoRecording(Half half, String scheme) throws Exception {
        StringBuffer text = new StringBuffer();
        try (PlainServer echo = PlainServer.listening().toleratingIoFailures().serve(PlainServer.echo());
                TestProxy proxy = TestProxy.open().requiring("me:hidden")) {
            try (TextRecorder recorder = TextRecorder.to(text)) {
                NetworkBackendInterface net = recorded(half, Proxies.through(proxy.url(scheme)), recorder);
                try (NetworkStreamInterface stream = net.connect("known.test", echo.port())) {
                    stream.write("me:hidden".getBytes(US_ASCII)); // the program's own bytes are recorded
                    stream.read();
                }
            }
        }
        assertThat(text.toString().split("hidden", -1)).hasSize(3);
        assertThat(text.toString()).contains("****", "me:hidden").doesNotContain("bWU6aGlkZGVu");
    }
}
