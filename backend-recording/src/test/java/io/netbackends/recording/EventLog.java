// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSession;

/** A recorder that collects its events. */
final class EventLog implements Recorder, ConnectionRecorder {
    final List<String> events = new ArrayList<>();
    final List<String> targets = new ArrayList<>();
    final List<ByteBuffer> buffers = new ArrayList<>();
    final List<IOException> failures = new ArrayList<>();

    @Override
    public ConnectionRecorder opened(ConnectionInfo connection) {
        events.add(
                (connection.accepted() ? "accepted " : "connected ") + connection.local() + " " + connection.remote());
        targets.add(connection.target() + " by " + connection.backend());
        return this;
    }

    @Override
    public void connectFailed(ConnectionInfo attempt, IOException failure) {
        events.add("not connected to " + attempt.target() + " by " + attempt.backend());
        failures.add(failure);
    }

    @Override
    public void beforeRead() {
        events.add("beforeRead");
    }

    @Override
    public void read(ByteBuffer bytes) {
        events.add("read " + text(bytes));
    }

    @Override
    public void written(ByteBuffer bytes) {
        events.add("written " + text(bytes));
    }

    @Override
    public void tls(SSLSession session, String alpn) {
        events.add("tls " + session.getCipherSuite() + " " + alpn);
    }

    @Override
    public void endOfStream() {
        events.add("end");
    }

    @Override
    public void outputShutDown() {
        events.add("output shut down");
    }

    @Override
    public void failed(String operation, IOException failure) {
        events.add(operation + " failed");
        failures.add(failure);
    }

    @Override
    public void closed() {
        events.add("closed");
    }

    private String text(ByteBuffer bytes) {
        buffers.add(bytes);
        return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
}
