// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkServer;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class AsyncExamplesTest {
    private static final Duration CONNECTING = Duration.ofSeconds(3);

    private final TestPki pki = TestPki.create();

    @Test
    void theResponseIsReadToItsEndAndNoDeadlineIsLeft() throws Exception {
        try (PlainServer peer = PlainServer.listening()
                .serveTls(pki.issue("localhost").serverContext(), HttpPeer.repeatingTheRequest("200 OK"))) {
            CompletableFuture<byte[]> response =
                    AsyncHttpsRequest.get(new AsyncNetworkBackend(), "localhost", peer.port(), pki.trusting());

            assertThat(Timeout.isActive()).isFalse();
            assertThat(Background.run(response::get).get())
                    .asString(US_ASCII)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("you said:\nGET / HTTP/1.1\nHost: localhost\nConnection: close\n\n");
        }
    }

    @Test
    void aHandshakeThatHangsEndsWithTheTimeToConnect() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.silent())) {
            long start = System.nanoTime();
            CompletableFuture<byte[]> response =
                    AsyncHttpsRequest.get(new AsyncNetworkBackend(), "localhost", peer.port(), pki.trusting());

            assertThat(Background.run(response::get).failure())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            NetworkTimeoutException.class,
                            e -> assertThat(e.duration()).isEqualTo(CONNECTING));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(CONNECTING, Duration.ofSeconds(9));
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        try (PlainServer peer = PlainServer.listening()
                .toleratingIoFailures()
                .serveTls(pki.issue("example.test").serverContext(), HttpPeer.repeatingTheRequest("200 OK"))) {
            CompletableFuture<byte[]> response =
                    AsyncHttpsRequest.get(new AsyncNetworkBackend(), "localhost", peer.port(), pki.trusting());

            assertThat(Background.run(response::get).failure()).hasCauseInstanceOf(SSLException.class);
        }
    }

    @Test
    void theClientsTlsTrafficIsRecordedInPlaintext() throws Exception {
        ByteArrayOutputStream transcript = new ByteArrayOutputStream();
        try (PlainServer peer = PlainServer.listening()
                .serveTls(pki.issue("localhost").serverContext(), HttpPeer.repeatingTheRequest("200 OK"))) {
            CompletableFuture<byte[]> response = AsyncWrappedBackend.get(
                    "localhost", peer.port(), pki.trusting(), new PrintStream(transcript, true, UTF_8));

            assertThat(Background.run(response::get).get()).asString(US_ASCII).startsWith("HTTP/1.1 200 OK");
        }
        assertThat(transcript.toString(UTF_8))
                .startsWith(">>> GET / HTTP/1.1\r\n")
                .contains("<<< HTTP/1.1 200 OK\r\n");
    }

    @Test
    void theEchoServesItsClientsAndEnds() throws Exception {
        AsyncNetworkServer server =
                Background.run(AsyncEcho.serve("127.0.0.1", 0)::get).get();
        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        for (String text : new String[] {"one", "other"}) {
            CompletableFuture<byte[]> answer = AsyncUse.exchange("127.0.0.1", port, text.getBytes(US_ASCII));
            assertThat(Background.run(answer::get).get()).asString(US_ASCII).isEqualTo(text);
        }
        assertThat(server.close()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void whatPassesIsWrittenDownInOrder() throws Exception {
        ByteArrayOutputStream transcript = new ByteArrayOutputStream();
        AsyncNetworkBackendInterface net =
                new AsyncRecordingExample(new AsyncNetworkBackend(), new PrintStream(transcript, true, UTF_8));
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo())) {
            CompletableFuture<byte[]> all = net.connect("localhost", peer.port())
                    .thenCompose(opened -> opened.use(stream -> stream.write("hello".getBytes(US_ASCII))
                            .thenCompose(sent -> stream.shutdownOutput())
                            .thenCompose(ended -> stream.readAll(100))));

            assertThat(Background.run(all::get).get()).asString(US_ASCII).isEqualTo("hello");
        }
        assertThat(transcript.toString(UTF_8).lines()).containsExactly(">>> hello", "<<< hello");
    }
}
