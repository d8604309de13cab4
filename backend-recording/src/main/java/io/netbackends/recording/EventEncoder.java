// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Makes the bytes of a recording, in any {@link RecordingFormat}, from events that were read from another one. The buffers
 * that it returns are valid until its next call.
 *
 * <p>Not safe for use by several threads.
 */
public final class EventEncoder {
    private final EventFormat format;
    private final Buffer buffer = new Buffer();

    /**
     * Creates an encoder.
     *
     * @param format of what it makes
     */
    public EventEncoder(RecordingFormat format) {
        this.format = format.create();
    }

    /**
     * Begins a recording, or another part of one.
     *
     * @param recording which recording: no two have the same
     * @param part which file of it, from 1
     * @param time when it was begun
     * @param redaction what replaces credentials, in words
     * @return bytes, perhaps none
     */
    public ByteBuffer begin(String recording, int part, Instant time, String redaction) {
        buffer.clear();
        format.begin(new EventFormat.Section(recording, part, time, redaction), buffer);
        return buffer.content();
    }

    /**
     * Adds an event.
     *
     * @param event the next one
     * @return bytes, perhaps none: text holds a line back until it is whole
     */
    public ByteBuffer encode(Event event) {
        buffer.clear();
        format.write(event, buffer);
        return buffer.content();
    }

    /**
     * Ends the recording.
     *
     * @return what was held back, perhaps nothing
     */
    public ByteBuffer end() {
        buffer.clear();
        format.end(buffer);
        return buffer.content();
    }
}
