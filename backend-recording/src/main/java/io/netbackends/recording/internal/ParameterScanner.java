// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.util.HashSet;
import java.util.Set;

/**
 * Finds the values of some parameters in URLs, and in forms in bodies. A parameter is a name after a question mark, an
 * ampersand, a semicolon or the beginning of a line, followed by an equals sign.
 */
final class ParameterScanner implements SecretScanner {
    private static final int MAX_NAME = 64;

    /** The characters that end a value; a quotation mark or an angle bracket ends the URL. */
    private static final String ENDS = "&; \t\r\n#\"'<>";

    private final Set<String> names;
    private final StringBuilder name = new StringBuilder();
    private boolean inName = true;
    private boolean inValue;

    /**
     * Creates a scanner at the beginning of a stream.
     *
     * @param names the names of the parameters, in lower case
     */
    ParameterScanner(Set<String> names) {
        this.names = new HashSet<>(names);
    }

    @Override
    public boolean isSecret(byte b) {
        if (inValue) {
            inValue = ENDS.indexOf(b) < 0;
            if (inValue) {
                return true;
            }
        }
        if (b == '?' || b == '&' || b == ';' || b == '\n') {
            inName = true;
            name.setLength(0);
        } else if (inName) {
            if (b == '=') {
                inValue = names.contains(name.toString());
                inName = false;
            } else if (b <= ' ' || name.length() == MAX_NAME) {
                inName = false;
            } else {
                name.append((char) Character.toLowerCase(b));
            }
        }
        return false;
    }
}
