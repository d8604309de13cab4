// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The content of a recording in JSON lines. */
record RecordingFile(Path path) {
    private static final Pattern DATA =
            Pattern.compile("\"connection\":(\\d+),.*?\"kind\":\"(read|write)\".*?\"data\":\"([^\"]*)\"");

    /** Returns all bytes, as ISO 8859-1: for each connection those read, then those written. */
    String plaintext() throws IOException {
        return plaintext(0);
    }

    /** Returns the number of characters in the file; 0 if there is no file yet. */
    int length() throws IOException {
        return Files.exists(path) ? Files.readString(path).length() : 0;
    }

    /** Returns the bytes of the events that begin at or after this character of the file. */
    String plaintext(int from) throws IOException {
        Map<String, StringBuilder> directions = new TreeMap<>();
        Matcher events = DATA.matcher(Files.readString(path));
        events.region(Math.min(from, events.regionEnd()), events.regionEnd());
        while (events.find()) {
            directions
                    .computeIfAbsent(events.group(1) + " " + events.group(2), key -> new StringBuilder())
                    .append(new String(Base64.getDecoder().decode(events.group(3)), ISO_8859_1));
        }
        return String.join("\n", directions.values());
    }
}
