// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the head of an HTTP/1.1 response, which arrives in pieces. It consumes no byte beyond the head, and rejects an
 * overlong head.
 *
 * <p>Lines end with LF; a CR before it is ignored (RFC 9112 section 2.2).
 */
final class HttpHead {
    /** The maximum number of bytes in all heads of a response, a usual limit. */
    static final int MOST_BYTES = 64 * 1024;

    private static final String BEGIN = "HTTP/1.";

    /** The length of the shortest status line, {@code HTTP/1.1 200}. */
    private static final int SHORTEST = BEGIN.length() + 5;

    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.[0-9] (?<status>[1-9][0-9]{2})(?<reason> .*)?");
    private static final int MOST_SHOWN = 100;

    private final int most;
    private final StringBuilder text = new StringBuilder();
    private int lineStart;
    private boolean ended;

    /**
     * Creates an empty head.
     *
     * @param most the maximum number of bytes
     */
    HttpHead(int most) {
        this.most = most;
    }

    /** Returns the minimum number of bytes still missing; 0 at the end. */
    int wanted() {
        if (ended) {
            return 0;
        }
        if (text.length() < SHORTEST) {
            return SHORTEST - text.length() + 2; // a line end, and the empty line
        }
        return isLineEmpty() ? 1 : 2;
    }

    private boolean isLineEmpty() {
        int length = text.length() - lineStart;
        return length == 0 || (length == 1 && text.charAt(lineStart) == '\r');
    }

    /**
     * Consumes bytes.
     *
     * @param bytes at most as many as are wanted
     * @throws IllegalArgumentException if this is not such a head, or too long
     */
    void accept(byte[] bytes) {
        for (byte b : bytes) {
            accept((char) (b & 0xff));
        }
    }

    private void accept(char c) {
        if (text.length() >= most) {
            throw new IllegalArgumentException("the head of its answer has more than " + MOST_BYTES + " bytes");
        }
        if (text.length() < BEGIN.length() && c != BEGIN.charAt(text.length())) {
            throw new IllegalArgumentException("its answer does not begin with " + BEGIN);
        }
        if (c == '\n') {
            endLine();
        } else {
            text.append(c);
        }
    }

    private void endLine() {
        if (lineStart == 0) {
            text.append('\n');
            statusLine();
            lineStart = text.length();
        } else if (isLineEmpty()) {
            ended = true;
        } else {
            text.append('\n');
            lineStart = text.length();
        }
    }

    private Matcher statusLine() {
        int end = text.indexOf("\n");
        String line = text.substring(0, end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end);
        Matcher matcher = STATUS_LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("its answer begins with the line " + printable(line));
        }
        return matcher;
    }

    /** Returns the status code, between 100 and 999. */
    int status() {
        return Integer.parseInt(statusLine().group("status"));
    }

    /** Returns the status code and the reason, for messages. */
    String statusText() {
        Matcher line = statusLine();
        String reason = line.group("reason");
        return line.group("status") + (reason == null || reason.isBlank() ? "" : printable(reason));
    }

    /** Returns the first word of each field of that name, for messages; empty if there are none. */
    String firstWords(String name) {
        StringBuilder words = new StringBuilder();
        Matcher field = Pattern.compile("(?im)^" + Pattern.quote(name) + ":[ \\t]*(?<word>[^\\s,]+)")
                .matcher(text);
        while (field.find() && words.length() < MOST_SHOWN) {
            words.append(words.length() == 0 ? "" : ", ").append(printable(field.group("word")));
        }
        return words.toString();
    }

    private static String printable(String line) {
        String shown = line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "..." : line;
        return shown.replaceAll("[^ -~]", "?");
    }
}
