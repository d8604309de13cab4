// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netbackends.recording.internal.RedactedCredentials;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares HTTP/1.1 requests as described at {@link WriteMatcher#http}. */
final class HttpWriteMatcher implements WriteMatcher {
    /** Headers that depend on the client or the time rather than on the request; in lower case. */
    static final Set<String> IGNORED = Set.of("host", "date", "user-agent", "connection", "content-length", "accept");

    private static final int MOST_NAMES = 10;
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,64}");
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

    private final Set<String> ignored;

    /**
     * The headers whose values were replaced by asterisks; null if unknown: then those whose value consists of asterisks.
     */
    private final @Nullable Set<String> redacted;

    private HttpWriteMatcher(Set<String> ignored, @Nullable Set<String> redacted) {
        this.ignored = ignored;
        this.redacted = redacted;
    }

    static HttpWriteMatcher ignoring(String... more) {
        Set<String> ignored = new HashSet<>(IGNORED);
        Arrays.stream(more).map(name -> name.toLowerCase(Locale.ROOT)).forEach(ignored::add);
        return new HttpWriteMatcher(Set.copyOf(ignored), null);
    }

    /**
     * Returns a matcher for a recording with this description of its redaction. Asterisks in other headers match only
     * themselves.
     */
    HttpWriteMatcher of(String redaction) {
        return new HttpWriteMatcher(
                ignored,
                RedactedCredentials.parse(redaction)
                        .map(RedactedCredentials::headers)
                        .orElse(null));
    }

    @Override
    public Verdict compare(ByteBuffer recorded, ByteBuffer written, boolean reading) {
        return compare(recorded, 0, written, reading);
    }

    /**
     * As {@link WriteMatcher#compare}, but with more bytes after {@code recorded} whose content was not recorded; they match
     * any bytes.
     */
    Verdict compare(ByteBuffer recorded, long unknown, ByteBuffer written, boolean reading) {
        Head expected = Head.of(recorded);
        if (expected == null) {
            return compareBytes(recorded, unknown, written, reading);
        }
        Head actual = Head.of(written);
        if (actual == null) {
            return hasOtherFirstLine(recorded, written) ? Verdict.DIFFERENT : Verdict.INCOMPLETE;
        }
        return isSame(expected, actual)
                ? compareBytes(expected.body(), unknown, actual.body(), reading)
                : Verdict.DIFFERENT;
    }

    private static Verdict compareBytes(ByteBuffer recorded, long unknown, ByteBuffer written, boolean reading) {
        int length = Math.min(recorded.remaining(), written.remaining());
        long expected = recorded.remaining() + unknown;
        if (mismatch(recorded, written, length) >= 0 || (unknown == 0 && written.remaining() > expected)) {
            return Verdict.DIFFERENT;
        }
        boolean whole = written.remaining() >= expected || (unknown > 0 && reading && length == recorded.remaining());
        return whole ? Verdict.SAME : Verdict.INCOMPLETE;
    }

    private static int mismatch(ByteBuffer recorded, ByteBuffer written, int length) {
        return recorded.slice(recorded.position(), length).mismatch(written.slice(written.position(), length));
    }

    /** Whether the first line, as far as written, already differs. */
    private static boolean hasOtherFirstLine(ByteBuffer recorded, ByteBuffer written) {
        int length = 0;
        while (recorded.get(recorded.position() + length++) != '\n') {
            // ends, since the recorded head is complete
        }
        return mismatch(recorded, written, Math.min(length, written.remaining())) >= 0;
    }

    private boolean isSame(Head recorded, Head written) {
        return recorded.lines().get(0).equals(written.lines().get(0))
                && differentHeaders(recorded, written).isEmpty();
    }

    /** Returns the names of headers that only one side has, or whose values differ. */
    private Set<String> differentHeaders(Head recorded, Head written) {
        List<Header> expected = recorded.headers(ignored);
        List<Header> actual = written.headers(ignored);
        expected.removeIf(header -> removeFirst(actual, header));
        return Stream.concat(expected.stream(), actual.stream())
                .map(Header::printableName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String difference(ByteBuffer recorded, ByteBuffer written) {
        Head expected = Head.of(recorded);
        Head actual = Head.of(written);
        if (expected == null
                || actual == null
                || !expected.lines().get(0).equals(actual.lines().get(0))) {
            return "";
        }
        Set<String> headers = differentHeaders(expected, actual);
        return headers.isEmpty()
                ? "the body differs"
                : "headers differ: " + headers.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    }

    /** Removes only the first match, since a header may occur twice. */
    private boolean removeFirst(List<Header> headers, Header recorded) {
        boolean anyValue = isRedacted(recorded);
        Iterator<Header> all = headers.iterator();
        while (all.hasNext()) {
            if (recorded.matches(all.next(), anyValue)) {
                all.remove();
                return true;
            }
        }
        return false;
    }

    private boolean isRedacted(Header recorded) {
        return (redacted == null || redacted.contains(recorded.name()))
                && recorded.value().matches("\\*+");
    }

    /** The lines of a request up to the empty line, and the bytes after it. */
    private record Head(List<String> lines, ByteBuffer body) {
        /** Returns null if the bytes contain no empty line. */
        static @Nullable Head of(ByteBuffer bytes) {
            for (int i = bytes.position(); i <= bytes.limit() - HEAD_END.length; i++) {
                if (bytes.slice(i, HEAD_END.length).equals(ByteBuffer.wrap(HEAD_END))) {
                    byte[] head = new byte[i - bytes.position()];
                    bytes.get(bytes.position(), head);
                    int end = i + HEAD_END.length;
                    return new Head(
                            Arrays.asList(new String(head, ISO_8859_1).split("\r\n", -1)),
                            bytes.slice(end, bytes.limit() - end));
                }
            }
            return null;
        }

        List<Header> headers(Set<String> ignored) {
            List<Header> headers = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                Header header = Header.of(line);
                if (!ignored.contains(header.name())) {
                    headers.add(header);
                }
            }
            return headers;
        }
    }

    private record Header(String name, String value) {
        static Header of(String line) {
            int colon = line.indexOf(':');
            return colon < 0
                    ? new Header("", line)
                    : new Header(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip());
        }

        /** Returns a name that is safe to show, since a client may send arbitrary bytes. */
        String printableName() {
            return PRINTABLE.matcher(name).matches() ? name : "(malformed)";
        }

        boolean matches(Header written, boolean anyValue) {
            return name.equals(written.name) && (anyValue || value.equals(written.value));
        }
    }
}
