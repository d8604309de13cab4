// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import io.netbackends.recording.internal.NdjsonSchema;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Adds the members of each kind of event, except its time and its connection.
 *
 * @param line the line of the event, which each method returns
 */
record NdjsonMembers(JsonLine line) implements EventVisitor<JsonLine> {
    private JsonLine kind(String kind) {
        return line.member(NdjsonSchema.KIND, kind);
    }

    @Override
    public JsonLine opened(Event.Opened event) {
        kind(NdjsonSchema.OPEN);
        if (event.lookedUp() != null) {
            line.member(NdjsonSchema.LOOKED_UP, event.lookedUp().toString());
        }
        return ends(event);
    }

    @Override
    public JsonLine continued(Event.Continued event) {
        kind(NdjsonSchema.CONTINUE)
                .member(NdjsonSchema.OPENED, event.opened().time().toString());
        ends(event.opened());
        if (event.tls() != null) {
            tlsMembers(event.tls());
        }
        return line.member(NdjsonSchema.READ, event.read()).member(NdjsonSchema.WRITTEN, event.written());
    }

    private JsonLine ends(Event.Opened event) {
        return line.member(NdjsonSchema.ROLE, event.accepted() ? NdjsonSchema.SERVER : NdjsonSchema.CLIENT)
                .member(NdjsonSchema.BACKEND, event.backend())
                .member(NdjsonSchema.TARGET, event.target())
                .member(NdjsonSchema.LOCAL, event.local())
                .member(NdjsonSchema.REMOTE, event.remote());
    }

    @Override
    public JsonLine connectFailed(Event.ConnectFailed event) {
        kind(NdjsonSchema.ERROR)
                .member(NdjsonSchema.OPERATION, NdjsonSchema.CONNECT)
                .member(NdjsonSchema.BACKEND, event.backend())
                .member(NdjsonSchema.TARGET, event.target());
        return failure(event.failure());
    }

    @Override
    public JsonLine data(Event.Data event) {
        kind(event.written() ? NdjsonSchema.WRITE : NdjsonSchema.READ)
                .member(NdjsonSchema.SIZE, event.size())
                .member(NdjsonSchema.DATA, event.bytes());
        return isText(event.bytes()) ? line.utf8Member(NdjsonSchema.TEXT, event.bytes()) : line;
    }

    @Override
    public JsonLine tls(Event.Tls event) {
        kind(NdjsonSchema.TLS);
        return tlsMembers(event);
    }

    private JsonLine tlsMembers(Event.Tls event) {
        return line.member(NdjsonSchema.PROTOCOL, event.protocol())
                .member(NdjsonSchema.CIPHER, event.cipher())
                .member(NdjsonSchema.ALPN, event.alpn().isEmpty() ? null : event.alpn())
                .member(NdjsonSchema.CERTIFICATES, event.certificates());
    }

    @Override
    public JsonLine endOfStream(Event.EndOfStream event) {
        return kind(NdjsonSchema.EOF);
    }

    @Override
    public JsonLine outputShutDown(Event.OutputShutDown event) {
        return kind(NdjsonSchema.SHUTDOWN);
    }

    @Override
    public JsonLine closed(Event.Closed event) {
        return kind(NdjsonSchema.CLOSE);
    }

    @Override
    public JsonLine failed(Event.Failed event) {
        kind(NdjsonSchema.ERROR).member(NdjsonSchema.OPERATION, event.operation());
        return failure(event.failure());
    }

    private JsonLine failure(Event.Failure failure) {
        return line.member(NdjsonSchema.TYPE, failure.type()).member(NdjsonSchema.MESSAGE, failure.message());
    }

    @Override
    public JsonLine lost(Event.Lost event) {
        return kind(NdjsonSchema.LOST)
                .member(NdjsonSchema.EVENTS, event.events())
                .member(NdjsonSchema.READ, event.read())
                .member(NdjsonSchema.WRITTEN, event.written());
    }

    /** Whether there are bytes, and all of them are UTF-8 without control characters except tab, LF and CR. */
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
