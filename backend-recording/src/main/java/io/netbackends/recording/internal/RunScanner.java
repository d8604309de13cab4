// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.nio.ByteBuffer;

/** A scanner for protocols that say how long things are: it looks at the bytes between, and passes or replaces the others in runs. */
abstract class RunScanner implements SecretScanner {
    private long run;
    private boolean secret;

    /** Takes a byte of which {@link #pass}, {@link #conceal} or {@link #giveUp} may say how many follow that are of no interest. */
    abstract void next(int b);

    /** What follows, so many bytes, is not looked at. */
    final void pass(long length) {
        run = length;
        secret = false;
    }

    /** What follows, so many bytes, is a secret. */
    final void conceal(long length) {
        run = length;
        secret = true;
    }

    /** This is another protocol after all, or has nothing secret from here on. */
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
