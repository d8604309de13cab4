// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.util.Set;

/** Finds credentials in the JSON object that a NATS client sends with CONNECT, from its first brace to the end of the line. */
final class NatsPasswords implements SecretScanner {
    private static final Set<String> NAMES = Set.of("pass", "auth_token", "jwt", "sig");

    /** Longer than any of the names. */
    private static final int MAX_NAME = 16;

    private final StringBuilder name = new StringBuilder();
    private boolean inString;
    private boolean escaped;
    private boolean inValue;
    private boolean secret;

    @Override
    public boolean isSecret(byte b) {
        if (inString) {
            return inString(b);
        }
        if (b == '"') {
            inString = true;
            if (!inValue) {
                name.setLength(0);
            }
        } else if (b == ':') {
            inValue = true;
            secret = NAMES.contains(name.toString());
        } else if (b == ',' || b == '{') {
            inValue = false;
        }
        return false;
    }

    private boolean inString(byte b) {
        if (!escaped && b == '"') {
            inString = false;
            return false;
        }
        escaped = !escaped && b == '\\';
        if (!inValue && name.length() < MAX_NAME) {
            name.append((char) b);
        }
        return inValue && secret;
    }
}
