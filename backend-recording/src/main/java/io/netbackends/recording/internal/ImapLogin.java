// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

/**
 * Finds user names and passwords after LOGIN in a line of an IMAP client: all bytes except quotation marks, spaces and the
 * lengths of literals.
 */
final class ImapLogin implements SecretScanner {
    private boolean quoted;
    private boolean escaped;
    private boolean inLength;

    @Override
    public boolean isSecret(byte b) {
        if (quoted) {
            if (!escaped && b == '"') {
                quoted = false;
                return false;
            }
            escaped = !escaped && b == '\\';
            return true;
        }
        quoted = b == '"';
        boolean length = inLength || b == '{'; // elsewhere, a brace occurs only in quotation marks
        inLength = length && b != '}';
        return !quoted && !length && b != ' ';
    }
}
