// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * The standard input, output and error streams of a run.
 *
 * @param in binary input
 * @param out binary output, unbuffered; its failures are {@link OutputException}s
 * @param text the same as {@code out}, for lines
 * @param err for lines of text, from which secrets are removed
 */
record Console(InputStream in, OutputStream out, PrintWriter text, PrintWriter err) {
    static Console of(InputStream in, OutputStream out, OutputStream err, Secrets secrets) {
        OutputStream output = new NamedOutputStream(out, "standard output");
        return new Console(
                in, output, new PrintWriter(output, true, Charset.defaultCharset()), new MessageWriter(err, secrets));
    }
}
