// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * Standard input, output and error of a run.
 *
 * @param in read byte for byte
 * @param out unbuffered; its failures are {@link OutputException}s
 * @param text the same as {@code out}, for lines
 * @param err for lines, from which secrets are taken out
 */
record Console(InputStream in, OutputStream out, PrintWriter text, PrintWriter err) {
    static Console of(InputStream in, OutputStream out, OutputStream err, Secrets secrets) {
        OutputStream output = new NamedOutputStream(out, "standard output");
        return new Console(
                in, output, new PrintWriter(output, true, Charset.defaultCharset()), new MessageWriter(err, secrets));
    }
}
