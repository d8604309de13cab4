// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** An output stream whose failures are {@link OutputException}s with its name. It does not buffer. */
final class NamedOutputStream extends FilterOutputStream {
    private final String name;
    private boolean failed;

    NamedOutputStream(OutputStream out, String name) {
        super(out);
        this.name = name;
    }

    /** Returns whether a call has failed. */
    boolean hasFailed() {
        return failed;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        run(() -> out.write(bytes, offset, length));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void flush() throws IOException {
        run(out::flush);
    }

    @Override
    public void close() throws IOException {
        run(out::close);
    }

    private interface Call {
        void run() throws IOException;
    }

    private void run(Call call) throws OutputException {
        try {
            call.run();
        } catch (IOException e) {
            failed = true;
            throw new OutputException(name, e);
        }
    }
}
