// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.time.Instant;

/** Makes the bytes of a recording from its events. Has state, and is used by one thread at a time. */
interface EventFormat {
    /** Begins a file: the first one of the recording, or one more. */
    void begin(Section section, ByteBuilder out);

    /** Adds an event. What it makes of it is whole: a file that ends here can be read. */
    void write(Event event, ByteBuilder out);

    /** A read begins on the connection, and may wait for the peer: a good time to show what was held back. */
    default void beforeRead(long connection, ByteBuilder out) {}

    /** Nothing follows: shows what was held back. */
    default void end(ByteBuilder out) {}

    /** Whether anything is ever held back. */
    default boolean wantsBeforeRead() {
        return false;
    }

    /**
     * A file of a recording.
     *
     * @param recording which recording: no two have the same
     * @param part which file of it, from 1
     * @param time when it was begun
     * @param redaction what replaces credentials, in words
     */
    record Section(String recording, int part, Instant time, String redaction) {}
}
