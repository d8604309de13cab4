// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

/**
 * Turns the events of the backend {@code jfr} into meters of Micrometer while the program runs, about once a second: times of lookups,
 * connects, handshakes and first bytes by host, bytes, timeouts and failures.
 */
final class JfrMeters implements AutoCloseable {
    private final RecordingStream events = new RecordingStream();
    private final MeterRegistry registry;

    private JfrMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Starts counting. */
    static JfrMeters start(MeterRegistry registry) {
        JfrMeters meters = new JfrMeters(registry);
        meters.timed("Lookup", "netbackends.lookup");
        meters.timed("Connect", "netbackends.connect");
        meters.timed("TlsHandshake", "netbackends.tls.handshake");
        meters.timed("FirstByte", "netbackends.first.byte");
        meters.timed("Close", "netbackends.close");
        meters.bytes("Read", "netbackends.read");
        meters.bytes("Write", "netbackends.written");
        meters.counted("Timeout", "netbackends.timeouts", "operation");
        meters.counted("Failure", "netbackends.failures", "exception");
        meters.events.startAsync();
        return meters;
    }

    private void timed(String event, String meter) {
        enable(event);
        events.onEvent(
                "netbackends." + event,
                occurred -> registry.timer(meter, "host", occurred.getString("host"))
                        .record(occurred.getDuration()));
    }

    private void bytes(String event, String meter) {
        enable(event);
        events.onEvent(
                "netbackends." + event,
                occurred -> registry.counter(meter, "host", occurred.getString("host"))
                        .increment(occurred.getLong("bytes")));
    }

    private void counted(String event, String meter, String tag) {
        enable(event);
        events.onEvent(
                "netbackends." + event,
                occurred -> registry.counter(meter, tags(occurred, tag)).increment());
    }

    private static String[] tags(RecordedEvent event, String tag) {
        return new String[] {"host", event.getString("host"), tag, event.getString(tag)};
    }

    /** Records every event regardless of its duration, without stack traces, which would cost more than everything else. */
    private void enable(String event) {
        events.enable("netbackends." + event).withThreshold(Duration.ZERO).withoutStackTrace();
    }

    @Override
    public void close() {
        events.close();
    }
}
