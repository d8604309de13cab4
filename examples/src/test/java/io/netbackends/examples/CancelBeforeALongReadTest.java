// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CancelBeforeALongReadTest {
    private static final byte[] REQUEST = "news?".getBytes(US_ASCII);

    @Test
    void theReadOutlivesTheCancelledDeadline() throws Exception {
        Duration toConnect = Duration.ofSeconds(1);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try (PlainServer peer = PlainServer.listening()) {
            long start = System.nanoTime();
            Background<byte[]> client =
                    Background.run(() -> CancelBeforeALongRead.subscribe("127.0.0.1", peer.port(), REQUEST, toConnect));
            Socket socket = peer.accept();
            socket.setSoTimeout(10_000);
            PlainServer.readExactly(socket, REQUEST.length);
            // The request has arrived, so the deadline is counting; after this delay it has passed.
            ScheduledFuture<?> answer = scheduler.schedule(
                    () -> {
                        socket.getOutputStream().write("news!".getBytes(US_ASCII));
                        return null;
                    },
                    toConnect.plusMillis(200).toNanos(),
                    TimeUnit.NANOSECONDS);

            assertThat(client.get()).asString(US_ASCII).isEqualTo("news!");
            answer.get();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(toConnect);
        } finally {
            scheduler.shutdownNow();
        }
    }

    @Test
    void connectingIsLimited() throws Exception {
        Duration toConnect = Duration.ofMillis(250);
        try (PlainServer peer = PlainServer.blackhole()) {
            assertThatExceptionOfType(NetworkTimeoutException.class)
                    .isThrownBy(() -> CancelBeforeALongRead.subscribe("127.0.0.1", peer.port(), REQUEST, toConnect))
                    .satisfies(e -> assertThat(e.duration()).isEqualTo(toConnect));
        }
    }
}
