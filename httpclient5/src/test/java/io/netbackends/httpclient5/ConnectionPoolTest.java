// SPDX-License-Identifier: Apache-2.0
package io.netbackends.httpclient5;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.recording.RecordingBackend;
import io.netbackends.recording.TextRecorder;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.BasicHttpClientResponseHandler;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.util.TimeValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionPoolTest {
    private static final TestPki PKI = TestPki.create();
    private static final byte[] BODY = "hello".getBytes(US_ASCII);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;
    private String url;

    @BeforeEach
    void serve() throws IOException {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(PKI.issue("localhost").serverContext()));
        start(https, "https");
    }

    private void start(HttpServer started, String scheme) {
        server = started;
        url = scheme + "://localhost:" + started.getAddress().getPort();
        started.setExecutor(threads);
        started.createContext("/", this::answer);
        started.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        clients.add(exchange.getRemoteAddress());
        exchange.sendResponseHeaders(200, BODY.length);
        exchange.getResponseBody().write(BODY, 0, 1);
        exchange.getResponseBody().flush();
        if (exchange.getRequestURI().getPath().equals("/slow")) {
            await();
        }
        exchange.getResponseBody().write(BODY, 1, BODY.length - 1);
        exchange.close();
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private static CloseableHttpClient client(ConnectionPool pool) {
        return HttpClients.custom()
                .setConnectionManager(pool)
                .disableAutomaticRetries()
                .build();
    }

    private static ConnectionPool pool(NetworkBackendInterface backend) {
        return ConnectionPool.builder(backend).tls(PKI.trusting()).build();
    }

    private String get(CloseableHttpClient client, String path) throws IOException {
        return client.execute(new HttpGet(url + path), new BasicHttpClientResponseHandler());
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio"})
    void reusesConnections(String spec) throws Exception {
        try (CloseableHttpClient client = client(pool(NetworkBackend.named(spec)))) {
            assertThat(get(client, "/")).isEqualTo("hello");
            assertThat(get(client, "/")).isEqualTo("hello");
        }
        assertThat(clients).hasSize(1);
    }

    @Test
    void getsOverPlainHttp() throws Exception {
        server.stop(0);
        start(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), "http");
        try (CloseableHttpClient client = client(ConnectionPool.over(NetworkBackend.named("nio")))) {
            assertThat(get(client, "/")).isEqualTo("hello");
        }
    }

    @Test
    void recordsPlaintext() throws Exception {
        StringBuilder record = new StringBuilder();
        TextRecorder recorder = TextRecorder.to(record);
        NetworkBackendInterface recording = new RecordingBackend(NetworkBackend.named("nio"), recorder);
        try (CloseableHttpClient client = client(pool(recording))) {
            assertThat(get(client, "/")).isEqualTo("hello");
        }
        recorder.close();
        assertThat(record.toString()).contains("GET / HTTP/1.1", "HTTP/1.1 200 OK");
    }

    @Test
    void cancelledDeadlineLetsTheBodyTakeItsTime() throws Exception {
        try (CloseableHttpClient client = client(pool(NetworkBackend.named("nio")));
                Timeout head = Timeout.after(Duration.ofSeconds(30));
                ClassicHttpResponse response = client.executeOpen(null, new HttpGet(url + "/slow"), null)) {
            assertThat(response.getCode()).isEqualTo(200);
            head.cancel();
            assertThat(Timeout.isActive()).isFalse();
            released.countDown();
            assertThat(response.getEntity().getContent().readAllBytes()).isEqualTo(BODY);
        }
    }

    @Test
    void deadlineEndsTheResponse() throws Exception {
        try (CloseableHttpClient client = client(pool(NetworkBackend.named("nio")))) {
            assertThat(get(client, "/")).isEqualTo("hello"); // connected
            try (Timeout limit = Timeout.after(Duration.ofMillis(100))) {
                assertThatThrownBy(() -> get(client, "/slow")).isInstanceOf(NetworkTimeoutException.class);
            }
        }
    }

    @Test
    void deadlineEndsTheWaitForAConnection() throws Exception {
        ConnectionPool pool = pool(NetworkBackend.named("nio"));
        pool.setMaxTotal(1);
        try (CloseableHttpClient client = client(pool);
                ClassicHttpResponse held = client.executeOpen(null, new HttpGet(url + "/slow"), null);
                Timeout limit = Timeout.after(Duration.ofMillis(50))) {
            assertThat(held.getCode()).isEqualTo(200);
            assertThatThrownBy(() -> get(client, "/")).isInstanceOf(ConnectionRequestTimeoutException.class);
            limit.cancel();
            released.countDown();
        }
    }

    @Test
    void deadlineEndsTheHandshake() throws Exception {
        try (PlainServer silent = PlainServer.listening().serve(PlainServer.silent());
                CloseableHttpClient client = client(pool(NetworkBackend.named("nio")));
                Timeout limit = Timeout.after(Duration.ofMillis(100))) {
            url = "https://localhost:" + silent.port();
            assertThatThrownBy(() -> get(client, "/")).isInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void verifiesHostNames() throws Exception {
        HttpsServer other = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.setHttpsConfigurator(new HttpsConfigurator(PKI.issue("other.test").serverContext()));
        server.stop(0);
        start(other, "https");
        try (CloseableHttpClient client = client(pool(NetworkBackend.named("nio")))) {
            assertThatThrownBy(() -> get(client, "/"))
                    .isExactlyInstanceOf(SSLPeerUnverifiedException.class)
                    .hasMessageContaining("localhost");
        }
    }

    @Test
    void refusedConnectionIsHttpClientsException() throws Exception {
        url = "http://localhost:" + PlainServer.closedPort();
        try (CloseableHttpClient client = client(ConnectionPool.over(NetworkBackend.named("nio")))) {
            assertThatThrownBy(() -> get(client, "/"))
                    .isInstanceOf(HttpHostConnectException.class)
                    .hasMessageContaining("localhost");
        }
    }

    @Test
    void idleConnectionsAreClosed() throws Exception {
        ConnectionPool pool = pool(NetworkBackend.named("nio"));
        try (CloseableHttpClient client = client(pool)) {
            assertThat(get(client, "/")).isEqualTo("hello");
            assertThat(pool.getTotalStats().getAvailable()).isEqualTo(1);
            pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
            assertThat(pool.getTotalStats().getAvailable()).isZero();
            assertThat(get(client, "/")).isEqualTo("hello");
        }
        assertThat(clients).hasSize(2);
    }

    @Test
    void staleCheckLeavesALiveConnectionUsable() throws Exception {
        ConnectionPool pool = pool(NetworkBackend.named("nio"));
        pool.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build());
        try (CloseableHttpClient client = client(pool)) {
            assertThat(get(client, "/")).isEqualTo("hello");
            assertThat(get(client, "/")).isEqualTo("hello");
        }
        assertThat(clients).hasSize(1);
    }

    @Test
    void refusesSizesThatAreNotPositive() {
        assertThatThrownBy(() ->
                        ConnectionPool.builder(NetworkBackend.named("nio")).maxTotal(0))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxTotal (0) must be positive");
    }
}
