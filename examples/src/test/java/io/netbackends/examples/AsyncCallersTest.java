// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AsyncCallersTest {
    private final SmallHttpClient client =
            new SmallHttpClient(new NetworkBackend(), TestPki.create().trusting());
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final AsyncCallers async = new AsyncCallers(client, executor);

    @AfterEach
    void endThreads() {
        executor.shutdownNow();
    }

    @Test
    void bothKindsOfCallersGetTheSame() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(HttpPeer.repeatingTheRequest("200 OK"))) {
            URI uri = URI.create("http://127.0.0.1:" + peer.port() + "/");
            CompletableFuture<SmallHttpClient.Response> first = async.get(uri);
            CompletableFuture<SmallHttpClient.Response> second = async.get(uri);
            SmallHttpClient.Response waitedFor = client.get(uri);
            assertThat(Background.run(first::get).get()).isEqualTo(waitedFor);
            assertThat(Background.run(second::get).get()).isEqualTo(waitedFor);
            assertThat(waitedFor.status()).isEqualTo(200);
        }
    }

    @Test
    void theDeadlineOfTheCallerHoldsOnTheOtherThreadAndAfterTheBlock() throws Exception {
        Duration within = Duration.ofMillis(500);
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.silent())) {
            URI uri = URI.create("http://127.0.0.1:" + peer.port() + "/");
            long start = System.nanoTime();
            CompletableFuture<SmallHttpClient.Response> response;
            try (Timeout timeout = Timeout.after(within)) {
                response = async.get(uri);
            }
            assertThat(Background.run(response::get).failure())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            NetworkTimeoutException.class,
                            e -> assertThat(e.duration()).isEqualTo(within));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(within, Duration.ofSeconds(10));
        }
    }
}
