// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Events as JSON, one a line: {@code netbackends-ndjson 1}, whose schema is in {@code docs/recording.md}. */
final class NdjsonFormat implements EventFormat {
    static final String NAME = "netbackends-ndjson";
    static final int VERSION = 1;

    @Override
    public void begin(Section section, ByteBuilder out) {
        new JsonLine(out)
                .member("kind", "recording")
                .member("format", NAME)
                .member("version", VERSION)
                .member("recording", section.recording())
                .member("part", section.part())
                .member("time", section.time().toString())
                .member("redaction", section.redaction())
                .end();
    }

    @Override
    public void write(Event event, ByteBuilder out) {
        JsonLine line = new JsonLine(out).member("time", event.time().toString());
        if (event.connection() > 0) {
            line.member("connection", event.connection());
        }
        if (event instanceof Event.Data data) {
            data(data, line);
        } else if (event instanceof Event.Opened opened) {
            line.member("kind", "open")
                    .member("role", opened.accepted() ? "server" : "client")
                    .member("backend", opened.backend())
                    .member("target", opened.target())
                    .member("local", opened.local())
                    .member("remote", opened.remote());
        } else if (event instanceof Event.ConnectFailed failed) {
            line.member("kind", "error")
                    .member("operation", "connect")
                    .member("backend", failed.backend())
                    .member("target", failed.target());
            failure(failed.failure(), line);
        } else if (event instanceof Event.Tls tls) {
            line.member("kind", "tls")
                    .member("protocol", tls.protocol())
                    .member("cipher", tls.cipher())
                    .member("alpn", tls.alpn().isEmpty() ? null : tls.alpn());
        } else if (event instanceof Event.Failed failed) {
            line.member("kind", "error").member("operation", failed.operation());
            failure(failed.failure(), line);
        } else if (event instanceof Event.Lost lost) {
            line.member("kind", "lost")
                    .member("events", lost.events())
                    .member("read", lost.read())
                    .member("written", lost.written());
        } else {
            line.member(
                    "kind",
                    event instanceof Event.Closed ? "close" : event instanceof Event.EndOfStream ? "eof" : "shutdown");
        }
        line.end();
    }

    private static void data(Event.Data data, JsonLine line) {
        line.member("kind", data.written() ? "write" : "read")
                .member("size", data.size())
                .member("data", data.bytes());
        if (isText(data.bytes())) {
            line.utf8Member("text", data.bytes());
        }
    }

    private static void failure(Event.Failure failure, JsonLine line) {
        line.member("type", failure.type()).member("message", failure.message());
    }

    /** Whether there are any bytes, and all of them are UTF-8 without control characters that text has not. */
    private static boolean isText(ByteBuffer bytes) {
        boolean ascii = true;
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            byte b = bytes.get(i);
            if ((b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') || b == 0x7f) {
                return false;
            }
            ascii &= b >= 0;
        }
        if (ascii) {
            return bytes.hasRemaining();
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).chars().noneMatch(c -> c >= 0x80 && c < 0xa0);
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
