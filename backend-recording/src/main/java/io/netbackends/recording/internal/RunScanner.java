// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.nio.ByteBuffer;

/** A scanner for protocols with length fields: subclasses inspect some bytes, and skip or conceal the others in runs. */
abstract class RunScanner implements SecretScanner {
    private long run;
    private boolean secret;

    /** Inspects a byte. May call {@link #pass}, {@link #conceal} or {@link #giveUp} for the bytes after it. */
    abstract void next(int b);

    /** Skips the next {@code length} bytes. */
    final void pass(long length) {
        run = length;
        secret = false;
    }

    /** Treats the next {@code length} bytes as secret. */
    final void conceal(long length) {
        run = length;
        secret = true;
    }

    /** Skips all further bytes: another protocol, or no more secrets. */
    final void giveUp() {
        pass(Long.MAX_VALUE);
    }

    @Override
    public final boolean isSecret(byte b) {
        if (run == 0) {
            next(b & 0xff);
            return false;
        }
        run--;
        return secret;
    }

    @Override
    public final void replace(ByteBuffer bytes) {
        int i = bytes.position();
        while (i < bytes.limit()) {
            if (run == 0) {
                next(bytes.get(i++) & 0xff);
            } else {
                int end = i + (int) Math.min(run, bytes.limit() - i);
                run -= end - i;
                if (secret) {
                    while (i < end) {
                        bytes.put(i++, ASTERISK);
                    }
                }
                i = end;
            }
        }
    }
}
