// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Describes an event, without its bytes, in a few words that are safe to print on a terminal. */
final class EventDescription implements EventVisitor<String> {
    private static final EventDescription INSTANCE = new EventDescription();

    private EventDescription() {}

    static String of(Event event) {
        return PrintableLineBuffer.printable(event.accept(INSTANCE));
    }

    static int notKept(Event.Data data) {
        return data.size() - data.bytes().remaining();
    }

    @Override
    public String opened(Event.Opened event) {
        return event.accepted()
                ? "accepted" + address(" from ", event.remote())
                : "connected" + address(" to ", event.remote());
    }

    @Override
    public String continued(Event.Continued event) {
        Event.Tls tls = event.tls();
        return "still " + opened(event.opened()) + (tls == null ? "" : ", " + tls(tls)) + "; before, "
                + bytes(event.read(), event.written());
    }

    @Override
    public String connectFailed(Event.ConnectFailed event) {
        return "connect" + address(" to ", event.target()) + " failed: " + event.failure();
    }

    @Override
    public String data(Event.Data event) {
        return notKept(event) + " bytes " + (event.written() ? "written" : "read") + ", not kept";
    }

    @Override
    public String tls(Event.Tls event) {
        return event.protocol() + " " + event.cipher() + (event.alpn().isEmpty() ? "" : " " + event.alpn());
    }

    @Override
    public String endOfStream(Event.EndOfStream event) {
        return "end of stream";
    }

    @Override
    public String outputShutDown(Event.OutputShutDown event) {
        return "output shut down";
    }

    @Override
    public String closed(Event.Closed event) {
        return "closed";
    }

    @Override
    public String failed(Event.Failed event) {
        return event.operation() + " failed: " + event.failure();
    }

    @Override
    public String lost(Event.Lost event) {
        return "lost: " + event.events() + " events, with " + bytes(event.read(), event.written());
    }

    private static String bytes(long read, long written) {
        return read + " bytes read and " + written + " bytes written";
    }

    private static String address(String preposition, @Nullable SocketAddress address) {
        String text = AddressText.of(address);
        return text.isEmpty() ? "" : preposition + text;
    }
}
