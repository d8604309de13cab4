// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.Event;
import java.io.Closeable;
import java.io.IOException;

/** Writes events somewhere. Used by one thread at a time; deals with its failures itself. */
interface EventWriter extends Closeable {
    /** Whether {@link #beforeRead} is worth calling. */
    default boolean wantsBeforeRead() {
        return false;
    }

    void write(Event event);

    /** A read begins on the connection, and may wait for the peer. */
    default void beforeRead(long connection) {}

    /** Takes note of events of any connection that did not get here. */
    default void addLosses(long events) {}

    /** Makes visible what was written. */
    default void flush() {}

    @Override
    default void close() throws IOException {}
}
