// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Writes messages and stack traces to standard error line by line, without secrets. */
final class MessageWriter extends PrintWriter {
    private final Secrets secrets;

    MessageWriter(OutputStream out, Secrets secrets) {
        super(out, true, Charset.defaultCharset());
        this.secrets = secrets;
    }

    @Override
    public void println(@Nullable String line) {
        super.println(secrets.hide(String.valueOf(line)));
    }

    @Override
    public void println(@Nullable Object line) {
        println(String.valueOf(line));
    }
}
