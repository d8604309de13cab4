// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.Redaction;
import io.netbackends.recording.Redactor;
import io.netbackends.recording.internal.RedactedCredentials;
import io.netbackends.recording.internal.SecretScanner;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * The written bytes of one connection, with secrets replaced as in its recording. Accepts the recorded bytes, or those of
 * the program, in pieces that may split a secret. Used by one thread at a time.
 */
final class RedactedBytes {
    private static final Redactor NOTHING = bytes -> {};

    private final Redactor redactor;
    private final SecretScanner scanner;
    private boolean inValue;

    /** A piece of the bytes.
     *
     * @param bytes a copy, without secrets
     * @param values the indexes of bytes that belong to a redacted value, which may have any length
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

    /** For recorded bytes, whose secrets are already replaced. */
    static RedactedBytes recorded(SecretScanner scanner) {
        return new RedactedBytes(NOTHING, scanner);
    }

    /** For bytes written by the program. */
    static RedactedBytes written(SecretScanner scanner, Redactor redactor) {
        return new RedactedBytes(redactor, scanner);
    }

    /**
     * Returns the values that match any value: those named by the recording. If it names another redaction, those that
     * usually contain credentials, so that messages do not show these.
     */
    static RedactedCredentials credentials(String redaction) {
        return RedactedCredentials.parse(redaction)
                .or(() -> RedactedCredentials.parse(Redaction.ofCredentials().toString()))
                .orElseThrow();
    }

    /** Processes the remaining bytes of a buffer, without changing the buffer. */
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

    /** As {@link #next}, but each value is a single asterisk, so that bytes that differ only in secrets are equal. */
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
