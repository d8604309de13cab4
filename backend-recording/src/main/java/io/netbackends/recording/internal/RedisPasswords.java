// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.util.Locale;
import java.util.Set;

/**
 * Finds passwords in the commands AUTH, HELLO, CONFIG SET and ACL SETUSER of a Redis client, which are arrays of bulk
 * strings.
 */
final class RedisPasswords extends RunScanner {
    private static final Set<String> PARAMETERS =
            Set.of("requirepass", "masterauth", "tls-key-file-pass", "tls-client-key-file-pass");

    /** The first characters of those rules of ACL SETUSER that contain a password or its hash. */
    private static final String SECRET_RULES = "><#!";

    /** The longest of the words above. */
    private static final int MAX_WORD = 24;

    private static final long NEVER = -1;

    private final StringBuilder text = new StringBuilder();

    /** The remaining bytes of an argument that must be inspected, otherwise 0. */
    private long wordLeft;

    private long arguments;
    private long index;
    private String command = "";
    private long secretAt = NEVER;

    @Override
    void next(int b) {
        if (wordLeft > 0) {
            text.append((char) b);
            wordLeft--;
            if (isRule()) {
                rule();
            } else if (wordLeft == 0) {
                word(take());
            }
        } else if (b == '\n') {
            if (text.length() > 0) { // otherwise it ends an argument
                header(take());
            }
        } else if (b != '\r') {
            text.append((char) b);
            if (text.length() > MAX_WORD) {
                giveUp();
            }
        }
    }

    /** Parses the header of a command or of an argument. */
    private void header(String line) {
        long number;
        try {
            number = Long.parseLong(line, 1, line.length(), 10);
        } catch (NumberFormatException e) {
            number = -1;
        }
        char kind = line.charAt(0);
        if (kind == '*' && index >= arguments && number >= 0) {
            arguments = number;
            index = 0;
            command = "";
            secretAt = NEVER;
        } else if (kind == '$' && index < arguments && number >= 0) {
            argument(number);
        } else {
            giveUp();
        }
    }

    private void argument(long length) {
        if (index == secretAt) {
            index++;
            conceal(length);
        } else if (length > 0 && (isRule() || (length <= MAX_WORD && isWord()))) {
            wordLeft = length;
        } else {
            index++;
            pass(length);
        }
    }

    /** Whether the argument may be a word that determines where passwords are. */
    private boolean isWord() {
        return index == 0
                || command.equals("hello")
                || command.equals("config set")
                || (index == 1 && (command.equals("config") || command.equals("acl")));
    }

    private boolean isRule() {
        return command.equals("acl setuser") && index > 2;
    }

    private void rule() {
        long rest = wordLeft;
        wordLeft = 0;
        index++;
        if (SECRET_RULES.contains(take())) {
            conceal(rest);
        } else {
            pass(rest);
        }
    }

    private void word(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (index == 0) {
            command = lower;
            secretAt = lower.equals("auth") ? arguments - 1 : NEVER;
        } else if (command.equals("hello")) {
            if (lower.equals("auth") && secretAt == NEVER) {
                secretAt = index + 2;
            }
        } else if (index == 1) {
            command += " " + lower;
        } else if (index % 2 == 0 && PARAMETERS.contains(lower)) {
            secretAt = index + 1;
        }
        index++;
    }

    private String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }
}
