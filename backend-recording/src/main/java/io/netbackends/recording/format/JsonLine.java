// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import io.netbackends.recording.internal.NdjsonSchema;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object on one line, member by member. Members without a value are omitted. */
final class JsonLine {
    private static final String HEX = "0123456789abcdef";

    private final ByteBuilder out;
    private final Base64Encoder base64;
    private boolean first = true;

    JsonLine(ByteBuilder out, Base64Encoder base64) {
        this.out = out;
        this.base64 = base64;
        out.put((byte) '{');
    }

    JsonLine member(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            string(value);
        }
        return this;
    }

    JsonLine member(String name, long value) {
        name(name);
        out.put(Long.toString(value));
        return this;
    }

    /** Adds bytes as a string, with the escapes that JSON requires; or nothing if there are none, or they are not {@linkplain JsonText text}. */
    JsonLine textMember(String name, ByteBuffer bytes) {
        int length = bytes.remaining();
        int size = out.size();
        name(name);
        ByteBuffer to = out.room(2 * length + JsonText.SLACK + 2).put((byte) '"');
        byte[] array = out.array();
        int begin = to.position();
        int start = begin + length + JsonText.SLACK; // far enough after the output, which never overtakes it
        bytes.get(array, start, length);
        int end = length == 0 ? JsonText.NOT_TEXT : JsonText.escape(array, start, start + length, begin);
        if (end == JsonText.NOT_TEXT) {
            out.truncate(size);
        } else {
            to.position(end).put((byte) '"');
        }
        return this;
    }

    /** In base64. */
    JsonLine member(String name, ByteBuffer value) {
        name(name);
        base64String(value);
        return this;
    }

    /** An array of strings in base64; an empty list is omitted. */
    JsonLine member(String name, List<ByteBuffer> values) {
        if (values.isEmpty()) {
            return this;
        }
        name(name);
        byte before = '[';
        for (ByteBuffer value : values) {
            out.put(before);
            base64String(value.duplicate());
            before = ',';
        }
        out.put((byte) ']');
        return this;
    }

    private void base64String(ByteBuffer value) {
        out.put((byte) '"');
        base64.encode(value, out);
        out.put((byte) '"');
    }

    /** A host and a port, a path, or otherwise the text of the address. */
    JsonLine member(String name, @Nullable SocketAddress address) {
        if (address == null) {
            return this;
        }
        name(name);
        JsonLine object = new JsonLine(out, base64);
        if (address instanceof InetSocketAddress inet) {
            String host = inet.isUnresolved()
                    ? inet.getHostString()
                    : inet.getAddress().getHostAddress();
            object.member(NdjsonSchema.HOST, host).member(NdjsonSchema.PORT, inet.getPort());
        } else if (address instanceof UnixDomainSocketAddress unix) {
            object.member(NdjsonSchema.PATH, unix.getPath().toString());
        } else {
            object.member(NdjsonSchema.TEXT, address.toString());
        }
        out.put((byte) '}');
        return this;
    }

    void end() {
        out.put((byte) '}').put((byte) '\n');
    }

    private void name(String name) {
        if (!first) {
            out.put((byte) ',');
        }
        first = false;
        string(name);
        out.put((byte) ':');
    }

    private void string(String value) {
        StringBuilder text = new StringBuilder(value.length() + 16).append('"');
        for (int i = 0; i < value.length(); i++) {
            escape(value.charAt(i), text);
        }
        out.put(text.append('"').toString());
    }

    /**
     * Escapes what JSON requires, and also control characters that a terminal would obey, and unpaired surrogates, which
     * UTF-8 cannot encode.
     */
    private static void escape(char c, StringBuilder text) {
        switch (c) {
            case '"', '\\' -> text.append('\\').append(c);
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (c < ' ' || (c >= 0x7f && c < 0xa0) || Character.isSurrogate(c)) {
                    text.append("\\u");
                    for (int shift = 12; shift >= 0; shift -= 4) {
                        text.append(HEX.charAt((c >> shift) & 0xf));
                    }
                } else {
                    text.append(c);
                }
            }
        }
    }
}
