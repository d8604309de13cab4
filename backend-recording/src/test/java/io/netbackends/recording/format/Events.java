// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events of connections, 1.000000001 seconds apart. */
final class Events {
    static final Instant START = Instant.parse("2026-11-21T16:00:00.123456789Z");
    static final SocketAddress CLIENT = new InetSocketAddress("127.0.0.1", 50000);

    final List<Event> events = new ArrayList<>();
    private long connection;

    private Instant now() {
        return START.plusSeconds(events.size()).plusNanos(events.size());
    }

    private Events add(Event event) {
        events.add(event);
        return this;
    }

    static SocketAddress server(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    Events opened(SocketAddress local, SocketAddress remote) {
        return add(new Event.Opened(
                now(),
                ++connection,
                false,
                "<A>",
                InetSocketAddress.createUnresolved("a.test", 80),
                local,
                remote,
                null,
                null));
    }

    Events opened(int port) {
        return opened(CLIENT, server(port));
    }

    Events accepted(SocketAddress local, SocketAddress remote) {
        return add(new Event.Opened(now(), ++connection, true, "<A>", null, local, remote, null, null));
    }

    Events connectFailed(SocketAddress target, Exception failure) {
        return add(new Event.ConnectFailed(now(), ++connection, "<A>", target, failure(failure), null));
    }

    Events on(long other) {
        connection = other;
        return this;
    }

    Events written(byte[] bytes) {
        return data(true, bytes, bytes.length);
    }

    Events written(String text) {
        return written(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Events read(byte[] bytes) {
        return data(false, bytes, bytes.length);
    }

    Events read(String text) {
        return read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Events data(boolean written, byte[] bytes, int size) {
        return add(new Event.Data(now(), connection, written, ByteBuffer.wrap(bytes), size, null));
    }

    Events tls(String alpn) {
        return add(new Event.Tls(now(), connection, "TLSv1.3", "TLS_AES_256_GCM_SHA384", alpn, List.of(), null));
    }

    Events endOfStream() {
        return add(new Event.EndOfStream(now(), connection, null));
    }

    Events outputShutDown() {
        return add(new Event.OutputShutDown(now(), connection, null));
    }

    Events failed(String operation, Exception failure) {
        return add(new Event.Failed(now(), connection, operation, failure(failure), null));
    }

    Events closed() {
        return add(new Event.Closed(now(), connection, null));
    }

    Events lost(long events, long read, long written) {
        return add(new Event.Lost(now(), connection, events, read, written));
    }

    private static Event.Failure failure(Exception failure) {
        return new Event.Failure(failure.getClass().getName(), failure.getMessage());
    }

    Path writeTo(Path file, EventFormat format) throws IOException {
        ByteBuilder out = new ByteBuilder();
        format.begin(new EventFormat.Section("uuid", 1, START, "off"), out);
        events.forEach(event -> format.write(event, out));
        try (OutputStream file2 = Files.newOutputStream(file)) {
            Channels.newChannel(file2).write(out.content());
        }
        return file;
    }
}
