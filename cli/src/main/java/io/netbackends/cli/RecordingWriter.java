// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.recording.format.Event;
import io.netbackends.recording.format.EventEncoder;
import io.netbackends.recording.format.RecordingFormat;
import io.netbackends.replay.RecordingHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes a recording in a given format to a stream, which it flushes at the end and does not close. */
final class RecordingWriter implements RecordingCopier.Sink {
    private final EventEncoder encoder;
    private final OutputStream out;
    private boolean begun;

    RecordingWriter(RecordingFormat format, OutputStream out) {
        this.encoder = new EventEncoder(format);
        this.out = out;
    }

    /** Returns whether it has begun to write. */
    boolean hasBegun() {
        return begun;
    }

    @Override
    public void begin(RecordingHeader header) throws IOException {
        begun = true;
        encoder.begin(header.recording(), header.part(), header.time(), header.redaction());
        writeEncoded();
    }

    @Override
    public void event(Event event) throws IOException {
        encoder.encode(event);
        writeEncoded();
    }

    @Override
    public void end() throws IOException {
        encoder.end();
        writeEncoded();
        out.flush();
    }

    private void writeEncoded() throws IOException {
        ByteBuffer bytes = encoder.take();
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
}
