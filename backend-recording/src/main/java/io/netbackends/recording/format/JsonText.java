// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import io.netbackends.recording.internal.EightBytes;

/** Recognizes text, which is UTF-8 whose only control characters are tab, LF and CR, and escapes it for JSON. */
final class JsonText {
    /** The number of bytes after its output that {@link #escape} may also change. */
    static final int SLACK = Long.BYTES;

    static final int NOT_TEXT = -1;

    /** The character after the backslash for each byte that must be escaped, otherwise 0. */
    private static final byte[] ESCAPES = escapes();

    private JsonText() {}

    /**
     * Writes text with the escapes that JSON requires, into the same array.
     *
     * @param array the array that contains the text
     * @param start the index of the text, at least its length plus {@link #SLACK} after the output
     * @param end the end of the text
     * @param to the index of the output
     * @return the index after the output; {@link #NOT_TEXT} if it is not text
     */
    static int escape(byte[] array, int start, int end, int to) {
        int from = start;
        int at = to;
        while (from < end) {
            if (from <= end - Long.BYTES) {
                long eight = EightBytes.get(array, from);
                long marks = EightBytes.outside(eight, ' ', '~')
                        | EightBytes.equal(eight, '"')
                        | EightBytes.equal(eight, '\\');
                EightBytes.set(array, at, eight);
                int plain = marks == 0 ? Long.BYTES : EightBytes.first(marks);
                from += plain;
                at += plain;
                if (marks == 0) {
                    continue;
                }
            }
            byte b = array[from];
            byte escape = ESCAPES[b & 0xff];
            if (escape != 0) {
                array[at] = '\\';
                array[at + 1] = escape;
                at += 2;
                from++;
            } else {
                int length = characterLength(array, from, end);
                if (length == 0) {
                    return NOT_TEXT;
                }
                for (int i = 0; i < length; i++) {
                    array[at++] = array[from++];
                }
            }
        }
        return at;
    }

    /** Returns the number of bytes of the next character; 0 if text cannot contain it unescaped. See table 3-7 of the Unicode Standard. */
    private static int characterLength(byte[] bytes, int at, int end) {
        int b = bytes[at] & 0xff;
        if (b < 0x80) {
            return b >= ' ' && b != 0x7f ? 1 : 0;
        }
        int length = b < 0xc2 || b > 0xf4 ? 0 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
        if (length == 0 || at + length > end) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int least = b == 0xc2 || b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80; // after c2, control characters
        int most = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static byte[] escapes() {
        byte[] result = new byte[256];
        result['"'] = '"';
        result['\\'] = '\\';
        result['\n'] = 'n';
        result['\r'] = 'r';
        result['\t'] = 't';
        return result;
    }
}
