// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.Event;
import io.netbackends.recording.format.EventEncoder;
import io.netbackends.recording.format.RecordingFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes events as lines, each immediately. */
final class LineEventWriter implements EventWriter {
    private final EventEncoder encoder;
    private final LineOutput output;

    /** The format must consist of lines. */
    LineEventWriter(RecordingFormat format, LineOutput output) {
        this.encoder = new EventEncoder(format);
        this.output = output;
    }

    @Override
    public boolean wantsBeforeRead() {
        return encoder.wantsBeforeRead();
    }

    @Override
    public void write(Event event) {
        encoder.encode(event);
    }

    @Override
    public void beforeRead(long connection) {
        encoder.beforeRead(connection);
    }

    @Override
    public void flush() {
        ByteBuffer lines = encoder.take();
        int start = 0;
        for (int i = 0; i < lines.limit(); i++) {
            if (lines.get(i) == '\n') {
                output.println(StandardCharsets.UTF_8
                        .decode(lines.slice(start, i - start))
                        .toString());
                start = i + 1;
            }
        }
    }

    @Override
    public void close() {
        output.close();
    }
}
