// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import io.netbackends.recording.internal.NdjsonSchema;

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
        return kind(event.written() ? NdjsonSchema.WRITE : NdjsonSchema.READ)
                .member(NdjsonSchema.SIZE, event.size())
                .member(NdjsonSchema.DATA, event.bytes())
                .textMember(NdjsonSchema.TEXT, event.bytes());
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
}
