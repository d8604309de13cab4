// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.nio.file.Path;
import java.util.Locale;

/** How connections are recorded. */
public enum RecordingFormat {
    /** Lines of text, for people to read: see {@link io.netbackends.recording.TextRecorder}. */
    TEXT("text"),

    /** As {@link #TEXT}, but for the bytes: sixteen a line, with their offset, in hexadecimal and in ASCII. */
    HEX("hex"),

    /** A JSON object a line, for programs: {@code netbackends-ndjson 1}, see {@code docs/recording.md}. */
    NDJSON("ndjson"),

    /** Packets for Wireshark, made up around the bytes. */
    PCAPNG("pcapng");

    private final String id;

    RecordingFormat(String id) {
        this.id = id;
    }

    /**
     * Returns the format that the name of a file suggests.
     *
     * @param file its ending is compared in lower case
     * @return the format after which the ending is named; else text
     */
    public static RecordingFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (RecordingFormat format : values()) {
            if (name.endsWith("." + format.id)) {
                return format;
            }
        }
        return TEXT;
    }

    EventFormat create() {
        return switch (this) {
            case TEXT -> new TextFormat();
            case HEX -> new HexDumpFormat();
            case NDJSON -> new NdjsonFormat();
            case PCAPNG -> new PcapngFormat();
        };
    }

    /** Returns the name in properties, which is the usual ending, too: {@code text}, {@code hex}, {@code ndjson} or {@code pcapng}. */
    @Override
    public String toString() {
        return id;
    }
}
