// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Turns the calls of a {@link RecordingBackend} into numbered, timed and redacted events. */
final class EventRecorder implements Recorder, Closeable {
    /**
     * Selects the connections and bytes to record.
     *
     * @param redaction replaces confidential bytes
     * @param hosts which connections are recorded
     * @param bytesPerConnection the maximum number recorded for a connection, both directions together
     */
    record Rules(Redaction redaction, HostFilter hosts, long bytesPerConnection) {
        static final Rules DEFAULT = new Rules(Redaction.ofCredentials(), HostFilter.ALL, Long.MAX_VALUE);

        Rules with(Redaction other) {
            return new Rules(other, hosts, bytesPerConnection);
        }
    }

    private final EventSink sink;
    private final EventSink withoutWaiting;
    private final Rules rules;
    private final Clock clock;
    private final WarnOnce warning = new WarnOnce();
    private final AtomicLong connections;
    private final AtomicLong lost;

    EventRecorder(EventSink sink, Rules rules) {
        this(sink, sink.withoutWaiting(), rules, Clock.systemUTC(), new AtomicLong(), new AtomicLong());
    }

    private EventRecorder(
            EventSink sink,
            EventSink withoutWaiting,
            Rules rules,
            Clock clock,
            AtomicLong connections,
            AtomicLong lost) {
        this.sink = sink;
        this.withoutWaiting = withoutWaiting;
        this.rules = rules;
        this.clock = clock;
        this.connections = connections;
        this.lost = lost;
    }

    /** Returns a recorder with other rules to the same sink; both share one sequence of connection numbers. */
    EventRecorder with(Rules other) {
        return new EventRecorder(sink, withoutWaiting, other, clock, connections, lost);
    }

    Rules rules() {
        return rules;
    }

    /** Notes that a connection could not be recorded at all: at least one event is missing. */
    void connectionMissed() {
        lost.incrementAndGet();
        sink.lostElsewhere();
    }

    /** How many events the sink did not accept. */
    long lost() {
        return lost.get();
    }

    @Override
    public ConnectionRecorder opened(ConnectionInfo connection) {
        if (!rules.hosts.records(connection)) {
            return ConnectionRecorder.ignoring();
        }
        ConnectionEvents events = events(connection);
        events.opened(connection);
        return events;
    }

    @Override
    public void connectFailed(ConnectionInfo attempt, IOException failure) {
        SocketAddress target = attempt.target();
        if (target != null && rules.hosts.records(attempt)) {
            events(attempt).connectFailed(attempt, target, failure);
        }
    }

    private ConnectionEvents events(ConnectionInfo connection) {
        EventSink own = connection.asynchronous() ? withoutWaiting : sink;
        return new ConnectionEvents(own, connections.incrementAndGet(), clock, lost, warning, rules, connection);
    }

    /** Waits at most 2 s for the events of calls that did not wait for them. */
    void drain() {
        sink.drain();
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
