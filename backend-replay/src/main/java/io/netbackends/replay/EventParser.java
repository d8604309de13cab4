// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes events of the lines of {@code netbackends-ndjson 1}. Every failure is an {@link IllegalArgumentException}. */
final class EventParser {
    static final String FORMAT = "netbackends-ndjson";
    static final int VERSION = 1;
    static final String HEADER_KIND = "recording";

    /** What it takes to tell lines apart, not to make events of those that hold bytes. */
    static final Set<String> OUTLINE = Set.of(
            "time",
            "connection",
            "kind",
            "role",
            "backend",
            "target",
            "local",
            "remote",
            "operation",
            "type",
            "message",
            "events",
            "read",
            "written",
            "format",
            "version",
            "recording",
            "part",
            "redaction");

    static final Set<String> ALL = all();

    private EventParser() {}

    private static Set<String> all() {
        Set<String> all = new HashSet<>(OUTLINE);
        all.addAll(Set.of("size", "data", "protocol", "cipher", "alpn"));
        return Set.copyOf(all);
    }

    static RecordingHeader header(JsonObjectLine line) {
        String format = line.string("format");
        long version = line.number("version", 0, Integer.MAX_VALUE);
        if (!format.equals(FORMAT) || version != VERSION) {
            throw new IllegalArgumentException("format (" + format + " " + version + ") must be " + FORMAT + " "
                    + VERSION + ", which is all that this version reads");
        }
        String redaction = line.stringOrNull("redaction");
        return new RecordingHeader(
                line.string("recording"),
                (int) line.number("part", 1, Integer.MAX_VALUE),
                time(line),
                redaction == null ? "off" : redaction);
    }

    /** Returns the number of the connection that a line is about; 0 if it is about none. */
    static long connection(JsonObjectLine line) {
        return line.has("connection") ? line.number("connection", 1, Long.MAX_VALUE) : 0;
    }

    /** Returns null for a kind that is not known. */
    static @Nullable Event event(JsonObjectLine line) {
        String kind = line.string("kind");
        return switch (kind) {
            case "read", "write" -> data(line, kind.equals("write"));
            case "open" -> opened(line);
            case "error" -> failed(line);
            case "tls" -> tls(line);
            case "eof" -> new Event.EndOfStream(time(line), number(line));
            case "shutdown" -> new Event.OutputShutDown(time(line), number(line));
            case "close" -> new Event.Closed(time(line), number(line));
            case "lost" ->
                new Event.Lost(
                        time(line),
                        connection(line),
                        line.number("events", 0, Long.MAX_VALUE),
                        line.number("read", 0, Long.MAX_VALUE),
                        line.number("written", 0, Long.MAX_VALUE));
            default -> null;
        };
    }

    private static Event data(JsonObjectLine line, boolean written) {
        int size = (int) line.number("size", 1, Event.Data.MAX_SIZE);
        String base64 = line.string("data");
        if (base64.length() % 4 != 0) {
            throw new IllegalArgumentException(
                    "data must be base64 with padding, whose length (" + base64.length() + ") is a multiple of 4");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("data must be base64: " + e.getMessage(), e);
        }
        if (bytes.length > size) {
            throw new IllegalArgumentException(
                    "size (" + size + ") must not be less than the length of data, " + bytes.length);
        }
        return new Event.Data(time(line), number(line), written, ByteBuffer.wrap(bytes), size);
    }

    private static Event opened(JsonObjectLine line) {
        String role = line.string("role");
        if (!role.equals("client") && !role.equals("server")) {
            throw new IllegalArgumentException("role (" + role + ") must be client or server");
        }
        return new Event.Opened(
                time(line),
                number(line),
                role.equals("server"),
                line.string("backend"),
                address(line, "target", false),
                address(line, "local", true),
                address(line, "remote", true));
    }

    private static Event failed(JsonObjectLine line) {
        String operation = line.string("operation");
        Event.Failure failure = new Event.Failure(line.string("type"), line.stringOrNull("message"));
        if (!operation.equals("connect")) {
            return new Event.Failed(time(line), number(line), operation, failure);
        }
        SocketAddress target = address(line, "target", false);
        if (target == null) {
            throw new IllegalArgumentException("target is missing");
        }
        return new Event.ConnectFailed(time(line), number(line), line.string("backend"), target, failure);
    }

    private static Event tls(JsonObjectLine line) {
        String alpn = line.stringOrNull("alpn");
        return new Event.Tls(
                time(line), number(line), line.string("protocol"), line.string("cipher"), alpn == null ? "" : alpn);
    }

    private static Instant time(JsonObjectLine line) {
        String time = line.string("time");
        try {
            return Instant.parse(time);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("time (" + time + ") must be such as 2026-11-21T16:04:05.1Z", e);
        }
    }

    private static long number(JsonObjectLine line) {
        return line.number("connection", 1, Long.MAX_VALUE);
    }

    private static @Nullable SocketAddress address(JsonObjectLine line, String name, boolean resolved) {
        JsonObjectLine address = line.objectOrNull(name);
        try {
            return address == null ? null : RecordedAddress.of(address, resolved);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }
}
