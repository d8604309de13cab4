// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.Redaction;
import io.netbackends.recording.Redactor;
import io.netbackends.recording.internal.RedactedCredentials;
import io.netbackends.recording.internal.SecretScanner;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * What is written on one connection, as its recording has it: secrets are replaced as the recorder has replaced them. It takes
 * what was recorded, or what the program writes, piece by piece; a secret may be cut anywhere. For one thread at a time.
 */
final class RedactedBytes {
    private static final Redactor NOTHING = bytes -> {};

    private final Redactor redactor;
    private final SecretScanner scanner;
    private boolean inValue;

    /**
     * The next bytes.
     *
     * @param bytes a copy, without secrets
     * @param values which of them stand for a value of any length; counted from 0
     */
    record Piece(ByteBuffer bytes, BitSet values) {
        boolean isValue() {
            return values.get(bytes.position());
        }

        boolean hasRemaining() {
            return bytes.hasRemaining();
        }

        void skip() {
            bytes.position(bytes.position() + 1);
        }
    }

    private RedactedBytes(Redactor redactor, SecretScanner scanner) {
        this.redactor = redactor;
        this.scanner = scanner;
    }

    /** Begins with what was recorded, whose secrets were replaced. */
    static RedactedBytes recorded(SecretScanner scanner) {
        return new RedactedBytes(NOTHING, scanner);
    }

    /** Begins with what a program writes. */
    static RedactedBytes written(SecretScanner scanner, Redactor redactor) {
        return new RedactedBytes(redactor, scanner);
    }

    /**
     * Returns what may have any value: what a recording names. Where it was redacted in another way, that is what holds credentials, so
     * that these do not get into messages.
     */
    static RedactedCredentials credentials(String redaction) {
        return RedactedCredentials.parse(redaction)
                .or(() -> RedactedCredentials.parse(Redaction.ofCredentials().toString()))
                .orElseThrow();
    }

    /** Takes what is left in a buffer, and leaves the buffer as it is. */
    Piece next(ByteBuffer src) {
        ByteBuffer copy =
                ByteBuffer.allocate(src.remaining()).put(src.duplicate()).flip();
        redactor.redact(copy.duplicate());
        BitSet values = new BitSet();
        for (int i = 0; i < copy.limit(); i++) {
            if (scanner.isSecret(copy.get(i))) {
                values.set(i);
                copy.put(i, scanner.replacement());
            }
        }
        return new Piece(copy, values);
    }

    /** As {@link #next}, but each value is a single asterisk: two that differ in secrets alone are equal. */
    ByteBuffer nextShortened(ByteBuffer src) {
        Piece piece = next(src);
        ByteBuffer shortened = ByteBuffer.allocate(piece.bytes().remaining());
        for (; piece.hasRemaining(); piece.skip()) {
            if (!piece.isValue() || !inValue) {
                shortened.put(piece.bytes().get(piece.bytes().position()));
            }
            inValue = piece.isValue();
        }
        return shortened.flip();
    }
}
