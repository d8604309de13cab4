// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import io.netbackends.recording.internal.NdjsonSchema;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses the lines of {@code netbackends-ndjson 1} into events. Every failure is an {@link IllegalArgumentException}. */
final class EventParser {
    /** The members needed to classify lines, without the bytes of data events. */
    static final Set<String> OUTLINE = Set.of(
            NdjsonSchema.TIME,
            NdjsonSchema.BEGIN,
            NdjsonSchema.LOOKED_UP,
            NdjsonSchema.CONNECTION,
            NdjsonSchema.KIND,
            NdjsonSchema.ROLE,
            NdjsonSchema.BACKEND,
            NdjsonSchema.TARGET,
            NdjsonSchema.LOCAL,
            NdjsonSchema.REMOTE,
            NdjsonSchema.OPENED,
            NdjsonSchema.PROTOCOL,
            NdjsonSchema.CIPHER,
            NdjsonSchema.ALPN,
            NdjsonSchema.CERTIFICATES,
            NdjsonSchema.OPERATION,
            NdjsonSchema.TYPE,
            NdjsonSchema.MESSAGE,
            NdjsonSchema.EVENTS,
            NdjsonSchema.READ,
            NdjsonSchema.WRITTEN,
            NdjsonSchema.FORMAT,
            NdjsonSchema.VERSION,
            NdjsonSchema.RECORDING,
            NdjsonSchema.PART,
            NdjsonSchema.REDACTION);

    static final Set<String> ALL = all();

    private EventParser() {}

    private static Set<String> all() {
        Set<String> all = new HashSet<>(OUTLINE);
        all.addAll(Set.of(NdjsonSchema.SIZE, NdjsonSchema.DATA));
        return Set.copyOf(all);
    }

    static RecordingHeader header(JsonObjectLine line) {
        String format = line.string(NdjsonSchema.FORMAT);
        long version = line.number(NdjsonSchema.VERSION, 0, Integer.MAX_VALUE);
        if (!format.equals(NdjsonSchema.FORMAT_NAME) || version != NdjsonSchema.FORMAT_VERSION) {
            throw new IllegalArgumentException(
                    "format (" + format + " " + version + ") must be " + NdjsonSchema.FORMAT_NAME + " "
                            + NdjsonSchema.FORMAT_VERSION + ", the only format that this version reads");
        }
        String redaction = line.stringOrNull(NdjsonSchema.REDACTION);
        return new RecordingHeader(
                line.string(NdjsonSchema.RECORDING),
                (int) line.number(NdjsonSchema.PART, 1, Integer.MAX_VALUE),
                time(line),
                redaction == null ? "off" : redaction);
    }

    /** Returns a header for a recording that lacks its own, which was removed before this event. */
    static RecordingHeader missingHeader(JsonObjectLine line) {
        if (!isEvent(line)) {
            throw new IllegalArgumentException("the first line must be one of the kind " + NdjsonSchema.RECORDING);
        }
        return new RecordingHeader("unknown", 1, time(line), "unknown: the beginning of the recording is missing");
    }

    /** Whether a line belongs to a recording and is not its header. Does not check the bytes. */
    static boolean isEvent(JsonObjectLine line) {
        String kind = line.string(NdjsonSchema.KIND);
        boolean isData = kind.equals(NdjsonSchema.READ) || kind.equals(NdjsonSchema.WRITE);
        return isData ? number(line) > 0 && time(line) != null : event(line) != null;
    }

    /** Returns the connection number of a line; 0 if it has none. */
    static long connection(JsonObjectLine line) {
        return line.has(NdjsonSchema.CONNECTION) ? line.number(NdjsonSchema.CONNECTION, 1, Long.MAX_VALUE) : 0;
    }

    /** Returns null for an unknown kind. */
    static @Nullable Event event(JsonObjectLine line) {
        String kind = line.string(NdjsonSchema.KIND);
        return switch (kind) {
            case NdjsonSchema.READ, NdjsonSchema.WRITE -> data(line, kind.equals(NdjsonSchema.WRITE));
            case NdjsonSchema.OPEN -> opened(line, time(line));
            case NdjsonSchema.CONTINUE -> continued(line);
            case NdjsonSchema.ERROR -> failed(line);
            case NdjsonSchema.TLS -> tls(line);
            case NdjsonSchema.EOF -> new Event.EndOfStream(time(line), number(line), begin(line));
            case NdjsonSchema.SHUTDOWN -> new Event.OutputShutDown(time(line), number(line), begin(line));
            case NdjsonSchema.CLOSE -> new Event.Closed(time(line), number(line), begin(line));
            case NdjsonSchema.LOST ->
                new Event.Lost(
                        time(line),
                        connection(line),
                        line.number(NdjsonSchema.EVENTS, 0, Long.MAX_VALUE),
                        line.number(NdjsonSchema.READ, 0, Long.MAX_VALUE),
                        line.number(NdjsonSchema.WRITTEN, 0, Long.MAX_VALUE));
            default -> null;
        };
    }

    private static Event data(JsonObjectLine line, boolean written) {
        int size = (int) line.number(NdjsonSchema.SIZE, 1, Event.Data.MAX_SIZE);
        String base64 = line.string(NdjsonSchema.DATA);
        if (base64.length() % 4 != 0) {
            throw new IllegalArgumentException(
                    "data must be base64 with padding, whose length (" + base64.length() + ") is a multiple of 4");
        }
        byte[] bytes = base64(NdjsonSchema.DATA, base64);
        if (bytes.length > size) {
            throw new IllegalArgumentException(
                    "size (" + size + ") must not be less than the length of data, " + bytes.length);
        }
        return new Event.Data(time(line), number(line), written, ByteBuffer.wrap(bytes), size, begin(line));
    }

    private static byte[] base64(String member, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(member + " must be base64: " + e.getMessage(), e);
        }
    }

    private static Event.Opened opened(JsonObjectLine line, Instant time) {
        String role = line.string(NdjsonSchema.ROLE);
        if (!role.equals(NdjsonSchema.CLIENT) && !role.equals(NdjsonSchema.SERVER)) {
            throw new IllegalArgumentException("role (" + role + ") must be client or server");
        }
        return new Event.Opened(
                time,
                number(line),
                role.equals(NdjsonSchema.SERVER),
                line.string(NdjsonSchema.BACKEND),
                address(line, NdjsonSchema.TARGET, false),
                address(line, NdjsonSchema.LOCAL, true),
                address(line, NdjsonSchema.REMOTE, true),
                instantOrNull(line, NdjsonSchema.LOOKED_UP),
                begin(line));
    }

    private static Event continued(JsonObjectLine line) {
        return new Event.Continued(
                time(line),
                opened(line, time(line, NdjsonSchema.OPENED)),
                line.has(NdjsonSchema.PROTOCOL) ? tls(line) : null,
                line.number(NdjsonSchema.READ, 0, Long.MAX_VALUE),
                line.number(NdjsonSchema.WRITTEN, 0, Long.MAX_VALUE));
    }

    private static Event failed(JsonObjectLine line) {
        String operation = line.string(NdjsonSchema.OPERATION);
        Event.Failure failure =
                new Event.Failure(line.string(NdjsonSchema.TYPE), line.stringOrNull(NdjsonSchema.MESSAGE));
        if (!operation.equals(NdjsonSchema.CONNECT)) {
            return new Event.Failed(time(line), number(line), operation, failure, begin(line));
        }
        SocketAddress target = address(line, NdjsonSchema.TARGET, false);
        if (target == null) {
            throw new IllegalArgumentException("target is missing");
        }
        return new Event.ConnectFailed(
                time(line), number(line), line.string(NdjsonSchema.BACKEND), target, failure, begin(line));
    }

    private static Event.Tls tls(JsonObjectLine line) {
        String alpn = line.stringOrNull(NdjsonSchema.ALPN);
        return new Event.Tls(
                time(line),
                number(line),
                line.string(NdjsonSchema.PROTOCOL),
                line.string(NdjsonSchema.CIPHER),
                alpn == null ? "" : alpn,
                line.strings(NdjsonSchema.CERTIFICATES).stream()
                        .map(base64 -> ByteBuffer.wrap(base64(NdjsonSchema.CERTIFICATES, base64)))
                        .toList(),
                begin(line));
    }

    private static Instant time(JsonObjectLine line) {
        return time(line, NdjsonSchema.TIME);
    }

    private static @Nullable Instant begin(JsonObjectLine line) {
        return instantOrNull(line, NdjsonSchema.BEGIN);
    }

    private static @Nullable Instant instantOrNull(JsonObjectLine line, String member) {
        return line.has(member) ? time(line, member) : null;
    }

    private static Instant time(JsonObjectLine line, String member) {
        String time = line.string(member);
        try {
            return Instant.parse(time);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(member + " (" + time + ") must be such as 2026-11-21T16:04:05.1Z", e);
        }
    }

    private static long number(JsonObjectLine line) {
        return line.number(NdjsonSchema.CONNECTION, 1, Long.MAX_VALUE);
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
