// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Encodes events in any {@link RecordingFormat}. The bytes accumulate until the caller takes them.
 *
 * <p>Not safe for use by several threads.
 */
public final class EventEncoder {
    private final EventFormat format;
    private final ByteBuilder encoded = new ByteBuilder();
    private final OpenConnections connections = new OpenConnections();

    /**
     * Creates an encoder.
     *
     * @param format the format of the bytes
     */
    public EventEncoder(RecordingFormat format) {
        this.format = format.create();
    }

    /**
     * Begins a recording, or its next part. Before the first event of a connection from an earlier part, the encoder inserts
     * an introduction, so that each part can be read on its own.
     *
     * @param recording identifies the recording: no two recordings have the same value
     * @param part the number of the part, from 1
     * @param time when the part was begun
     * @param redaction a description of the redaction
     */
    public void begin(String recording, int part, Instant time, String redaction) {
        connections.begin(recording);
        format.begin(new EventFormat.Section(recording, part, time, redaction), encoded);
    }

    /**
     * Adds an event, or nothing if that fails. The text formats may hold back a line until it is complete.
     *
     * @param event the next one
     */
    public void encode(Event event) {
        int size = encoded.size();
        try {
            Event.Continued introduction = connections.introduction(event);
            if (introduction != null) {
                format.write(introduction, encoded);
            }
            if (connections.add(event)) {
                format.write(event, encoded);
            }
        } catch (RuntimeException | Error e) {
            encoded.truncate(size); // after half an event, the next ones could not be parsed
            connections.forgetIntroductions();
            throw e;
        }
    }

    /** Introduces open connections again before their next events. Call if the encoded introductions were lost. */
    public void introduceAgain() {
        connections.forgetIntroductions();
    }

    /**
     * Announces a read, which may wait for the peer: adds the held part of a written line, if any.
     *
     * @param connection see {@link Event#connection}
     */
    public void beforeRead(long connection) {
        format.beforeRead(connection, encoded);
    }

    /** {@return whether {@link #beforeRead} ever adds anything in this format} */
    public boolean wantsBeforeRead() {
        return format.wantsBeforeRead();
    }

    /** Adds everything that was held back. */
    public void end() {
        format.end(encoded);
    }

    /** {@return the number of bytes that {@link #take} would return} */
    public int size() {
        return encoded.size();
    }

    /**
     * Returns the bytes added since the last call of this method.
     *
     * @return a view, valid until the next call on this encoder; it may be empty, and has an accessible array
     */
    public ByteBuffer take() {
        return encoded.take();
    }
}
