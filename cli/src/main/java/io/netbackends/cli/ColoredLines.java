// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Gives each line of a recording the color of its arrow. */
final class ColoredLines extends FilterOutputStream {
    private static final byte[] WRITTEN = "\u001b[36m".getBytes(US_ASCII);
    private static final byte[] READ = "\u001b[32m".getBytes(US_ASCII);
    private static final byte[] HAPPENED = "\u001b[33m".getBytes(US_ASCII);
    private static final byte[] RESET = "\u001b[0m".getBytes(US_ASCII);

    /** Finds the arrow, which is at the beginning or after a space, by its first byte. */
    private boolean colored;

    private int last = '\n';

    ColoredLines(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        if (b == '\n') {
            out.write(colored ? RESET : new byte[0]);
            colored = false;
        } else if (!colored && (last == '\n' || last == ' ') && (b == '>' || b == '<' || b == '-')) {
            out.write(b == '>' ? WRITTEN : b == '<' ? READ : HAPPENED);
            colored = true;
        }
        last = b;
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }
}
