// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds passwords in the login of a protocol, and credentials in the fields of HTTP/2. The first four bytes, which are never
 * secret, identify the protocol. It scans the output of the client, and of the server only HTTP/2.
 */
final class ProtocolScanner implements SecretScanner {
    private static final int ENOUGH = 4;

    private static final int LDAP_SEQUENCE = 0x30;
    private static final int MYSQL_LEAST = 32;
    private static final int HTTP2_SETTINGS = 4;
    private static final int HTTP2_SETTING_SIZE = 6;

    private final boolean fromClient;
    private final byte[] first = new byte[ENOUGH];
    private int taken;

    /** Null if the protocol is another one, or is not yet identified. */
    private @Nullable SecretScanner chosen;

    ProtocolScanner(boolean fromClient) {
        this.fromClient = fromClient;
    }

    @Override
    public boolean isSecret(byte b) {
        if (taken == ENOUGH) {
            return chosen != null && chosen.isSecret(b);
        }
        first[taken++] = b;
        if (taken == ENOUGH) {
            chosen = fromClient ? ofClient() : ofServer();
            for (int i = 0; chosen != null && i < ENOUGH; i++) {
                chosen.isSecret(first[i]);
            }
        }
        return false;
    }

    @Override
    public byte replacement() {
        return chosen == null ? ASTERISK : chosen.replacement();
    }

    @Override
    public void replace(ByteBuffer bytes) {
        int begin = bytes.position();
        while (taken < ENOUGH && begin < bytes.limit()) {
            isSecret(bytes.get(begin++));
        }
        if (chosen != null) {
            chosen.replace(bytes.duplicate().position(begin));
        }
    }

    private @Nullable SecretScanner ofClient() {
        int b = first[0] & 0xff;
        if (first[2] == 0 && first[3] == 1 && (b | (first[1] & 0xff) << 8) >= MYSQL_LEAST) {
            return new MysqlPasswords();
        }
        if (b == 0) {
            return new PostgresPasswords();
        }
        if (b == LDAP_SEQUENCE && !(isPrintable(first[1]) && isPrintable(first[2]) && isPrintable(first[3]))) {
            return new LdapBinds();
        }
        if (b == '*') {
            return new RedisPasswords();
        }
        if (begins("AMQP")) {
            return new AmqpSecrets();
        }
        if (begins("PRI ")) {
            return new Http2Values(true);
        }
        return Character.isLetterOrDigit(b) && b < 0x80 ? new LineLogins() : null;
    }

    private @Nullable SecretScanner ofServer() {
        boolean settings = first[0] == 0
                && first[1] == 0
                && (first[2] & 0xff) % HTTP2_SETTING_SIZE == 0
                && first[3] == HTTP2_SETTINGS;
        return settings ? new Http2Values(false) : null;
    }

    private boolean begins(String text) {
        for (int i = 0; i < ENOUGH; i++) {
            if (first[i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintable(byte b) {
        return b >= ' ' && b < 0x7f;
    }
}
