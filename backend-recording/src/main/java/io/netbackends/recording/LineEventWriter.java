// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes events as lines, one by one. */
final class LineEventWriter implements EventWriter {
    private final EventFormat format;
    private final LineOutput output;
    private final Buffer buffer = new Buffer();

    /** The format is one of lines. */
    LineEventWriter(EventFormat format, LineOutput output) {
        this.format = format;
        this.output = output;
    }

    @Override
    public boolean wantsReading() {
        return format.wantsReading();
    }

    @Override
    public void write(Event event) {
        format.write(event, buffer);
    }

    @Override
    public void reading(long connection) {
        format.reading(connection, buffer);
    }

    @Override
    public void flush() {
        ByteBuffer lines = buffer.content();
        int start = 0;
        for (int i = 0; i < lines.limit(); i++) {
            if (lines.get(i) == '\n') {
                output.println(StandardCharsets.UTF_8
                        .decode(lines.slice(start, i - start))
                        .toString());
                start = i + 1;
            }
        }
        buffer.clear();
    }

    @Override
    public void close() {
        output.close();
    }
}
