// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.time.Instant;

/** Turns events into the bytes of a recording. Stateful; used by one thread at a time. */
interface EventFormat {
    /** Begins a file, the first or a later one of the recording. */
    void begin(Section section, ByteBuilder out);

    /** Adds an event, completely: a file that ends after it can be read. */
    void write(Event event, ByteBuilder out);

    /** Announces a read on the connection, which may wait for the peer: held output should be added before it. */
    default void beforeRead(long connection, ByteBuilder out) {}

    /** Ends the recording: adds held output. */
    default void end(ByteBuilder out) {}

    /** Whether this format ever holds back output. */
    default boolean wantsBeforeRead() {
        return false;
    }

    /**
     * A file of a recording.
     *
     * @param recording identifies the recording uniquely
     * @param part the number of the file in the recording, from 1
     * @param time when the file was begun
     * @param redaction a description of the redaction
     */
    record Section(String recording, int part, Instant time, String redaction) {}
}
