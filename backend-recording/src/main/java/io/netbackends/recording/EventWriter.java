// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.Event;
import java.io.Closeable;
import java.io.IOException;

/** Writes events to a target. Handles its failures itself. Used by one thread at a time. */
interface EventWriter extends Closeable {
    /** Whether {@link #beforeRead} has any effect. */
    default boolean wantsBeforeRead() {
        return false;
    }

    void write(Event event);

    /** A read begins on the connection, and may wait for the peer. */
    default void beforeRead(long connection) {}

    /** Adds events, of any connection, that never reached this writer to the count of losses. */
    default void addLosses(long events) {}

    /** Flushes buffered output. */
    default void flush() {}

    @Override
    default void close() throws IOException {}
}
