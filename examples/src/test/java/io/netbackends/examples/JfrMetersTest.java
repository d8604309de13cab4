// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.PlainServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JfrMetersTest {
    @Test
    void eventsBecomeMetersThatPrometheusCanRead() throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        CountDownLatch closed = new CountDownLatch(1);
        registry.config().onMeterAdded(meter -> {
            if (meter.getId().getName().equals("netbackends.close")) {
                closed.countDown(); // the last event: all others have been counted
            }
        });
        NetworkBackendInterface net = NetworkBackend.named("jfr:nio");
        try (PlainServer server = PlainServer.listening().serve(PlainServer.echo());
                JfrMeters meters = JfrMeters.start(registry)) {
            try (NetworkStreamInterface stream = net.connect("localhost", server.port())) {
                stream.write("hello".getBytes(US_ASCII));
                stream.inputStream().readNBytes(5);
                try (Timeout timeout = Timeout.after(Duration.ofMillis(20))) {
                    assertThatThrownBy(() -> stream.read(1)).isInstanceOf(NetworkTimeoutException.class);
                }
            }
            assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(registry.scrape().lines())
                .contains(
                        "netbackends_lookup_seconds_count{host=\"localhost\"} 1",
                        "netbackends_connect_seconds_count{host=\"localhost\"} 1",
                        "netbackends_first_byte_seconds_count{host=\"localhost\"} 1",
                        "netbackends_read_total{host=\"localhost\"} 5.0",
                        "netbackends_written_total{host=\"localhost\"} 5.0",
                        "netbackends_timeouts_total{host=\"localhost\",operation=\"read\"} 1.0");
    }
}
