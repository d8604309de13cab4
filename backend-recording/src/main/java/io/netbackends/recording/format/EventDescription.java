// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Says what happened, bytes aside, in a few words that are safe to print on a terminal. */
final class EventDescription {
    private EventDescription() {}

    static String of(Event event) {
        return PrintableLineBuffer.printable(words(event));
    }

    private static String words(Event event) {
        if (event instanceof Event.Opened opened) {
            return opened.accepted()
                    ? "accepted" + address(" from ", opened.remote())
                    : "connected" + address(" to ", opened.remote());
        }
        if (event instanceof Event.ConnectFailed failed) {
            return "connect" + address(" to ", failed.target()) + " failed: " + failed.failure();
        }
        if (event instanceof Event.Tls tls) {
            return tls.protocol() + " " + tls.cipher() + (tls.alpn().isEmpty() ? "" : " " + tls.alpn());
        }
        if (event instanceof Event.Failed failed) {
            return failed.operation() + " failed: " + failed.failure();
        }
        if (event instanceof Event.Lost lost) {
            return "lost: " + lost.events() + " events, with " + lost.read() + " bytes read and " + lost.written()
                    + " bytes written";
        }
        if (event instanceof Event.Data data) {
            return notKept(data) + " bytes " + (data.written() ? "written" : "read") + ", not kept";
        }
        return event instanceof Event.Closed
                ? "closed"
                : event instanceof Event.EndOfStream ? "end of stream" : "output shut down";
    }

    static int notKept(Event.Data data) {
        return data.size() - data.bytes().remaining();
    }

    private static String address(String preposition, @Nullable SocketAddress address) {
        String text = AddressText.text(address);
        return text.isEmpty() ? "" : preposition + text;
    }
}
