// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The format of a recording. */
public enum RecordingFormat {
    /** Lines of text, for people to read: see {@link io.netbackends.recording.TextRecorder}. */
    TEXT("text"),

    /**
     * As {@link #TEXT}, but with times. Each line begins with the time, in UTC, at which its call began. Each event other
     * than data ends with the duration of the call. The end of a connection shows how long after its start the lookup,
     * connect, TLS handshake and first byte were done.
     */
    TIMED_TEXT("timed-text"),

    /** As {@link #TEXT}, but with the bytes in hexadecimal and ASCII, sixteen in a line, with their offset. */
    HEX("hex"),

    /** One JSON object per line, for programs: {@code netbackends-ndjson 1}, see {@code docs/recording.md}. */
    NDJSON("ndjson"),

    /** Packets for Wireshark, synthesized around the bytes. */
    PCAPNG("pcapng");

    private final String id;

    RecordingFormat(String id) {
        this.id = id;
    }

    /**
     * Returns the format that a file name suggests: the format named by its extension, case-insensitively; text for any
     * other extension, and for none.
     *
     * @param file the name
     * @return the format
     * @throws IllegalArgumentException if the extension belongs to a similar format or to a compressed file: {@code cap},
     *     {@code pcap}, {@code har}, {@code json}, {@code jsonl}, {@code bz2}, {@code gz}, {@code xz}, {@code zip} or {@code
     *     zst}
     */
    public static RecordingFormat of(Path file) {
        String name = String.valueOf(file.getFileName());
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (name.indexOf('.') < 0) {
            return TEXT;
        }
        return switch (extension) {
            case "cap", "pcap" -> throw unsupported(file, "did you mean .pcapng?");
            case "har", "json", "jsonl" -> throw unsupported(file, "did you mean .ndjson?");
            case "bz2", "gz", "xz", "zip", "zst" -> throw unsupported(file, "recordings are not compressed");
            default ->
                Arrays.stream(values())
                        .filter(format -> format.id.equals(extension))
                        .findFirst()
                        .orElse(TEXT);
        };
    }

    private static IllegalArgumentException unsupported(Path file, String hint) {
        return new IllegalArgumentException(
                "file (" + file + ") must have another extension, or its format must be given: " + hint);
    }

    EventFormat create() {
        return switch (this) {
            case TEXT -> new TextFormat(LineTimes.NONE);
            case TIMED_TEXT -> new TextFormat(new CallTimes());
            case HEX -> new HexDumpFormat();
            case NDJSON -> new NdjsonFormat();
            case PCAPNG -> new PcapngFormat();
        };
    }

    /**
     * Returns the name used in properties and as the file extension: {@code text}, {@code timed-text}, {@code hex}, {@code
     * ndjson} or {@code pcapng}.
     */
    @Override
    public String toString() {
        return id;
    }
}
