// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLEngine;

/** A stream with only the primitives: returns the bytes it was made with, and records the calls. */
final class MemoryStream implements NetworkStreamInterface {
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    final Map<String, Object> extraInfo = new HashMap<>();
    SSLEngine engine;

    private final ByteBuffer input;
    private boolean open = true;

    MemoryStream(byte... input) {
        this.input = ByteBuffer.wrap(input);
    }

    @Override
    public int read(ByteBuffer dst) {
        if (!dst.hasRemaining()) {
            return 0;
        }
        if (!input.hasRemaining()) {
            return -1;
        }
        int n = Math.min(dst.remaining(), input.remaining());
        dst.put(input.slice(input.position(), n));
        input.position(input.position() + n);
        return n;
    }

    @Override
    public void write(ByteBuffer src) {
        while (src.hasRemaining()) {
            written.write(src.get());
        }
    }

    @Override
    public void startTls(SSLEngine newEngine) {
        engine = newEngine;
    }

    @Override
    public Object getExtraInfo(String key) {
        return extraInfo.get(key);
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    int unread() {
        return input.remaining();
    }

    @Override
    public String toString() {
        return "<MemoryStream>";
    }
}
