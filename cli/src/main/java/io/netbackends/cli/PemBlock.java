// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One block of a file in PEM format (RFC 7468). Text around blocks is allowed, a truncated block is not.
 *
 * @param label the label, such as CERTIFICATE
 * @param content the lines between the begin line and the end line
 */
record PemBlock(String label, List<String> content) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /**
     * Returns the blocks of a file, in their order.
     *
     * @throws IllegalArgumentException if one is truncated; the message continues a sentence about the file
     */
    static List<PemBlock> parse(String file) {
        List<PemBlock> blocks = new ArrayList<>();
        @Nullable PemBlock open = null;
        String last = "";
        for (String line : file.lines().map(String::strip).toList()) {
            last = line;
            @Nullable String begun = beginning(line);
            if (open == null && begun != null) {
                open = new PemBlock(begun, new ArrayList<>());
            } else if (open != null && line.equals(open.last())) {
                blocks.add(open);
                open = null;
            } else if (open != null && line.startsWith(DASHES)) {
                throw cutOff(open.last());
            } else if (open != null) {
                open.content.add(line);
            }
        }
        if (open != null) {
            throw cutOff(open.last());
        }
        if (last.startsWith("-") && (BEGIN.startsWith(last) || (last.startsWith(BEGIN) && beginning(last) == null))) {
            throw new IllegalArgumentException("is truncated: its last line is the beginning of another block");
        }
        return blocks;
    }

    /** Returns the block in the syntax of a file. */
    String text() {
        return BEGIN + label + DASHES + "\n" + String.join("\n", content) + "\n" + last() + "\n";
    }

    private String last() {
        return "-----END " + label + DASHES;
    }

    private static @Nullable String beginning(String line) {
        return line.startsWith(BEGIN) && line.endsWith(DASHES) && line.length() > BEGIN.length() + DASHES.length()
                ? line.substring(BEGIN.length(), line.length() - DASHES.length())
                : null;
    }

    private static IllegalArgumentException cutOff(String end) {
        return new IllegalArgumentException("is truncated: a line \"" + end + "\" is missing");
    }
}
