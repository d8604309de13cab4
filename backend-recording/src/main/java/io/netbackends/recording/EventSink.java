// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.Closeable;

/** Where the events of all connections come together. Safe for use by several threads. */
interface EventSink extends Closeable {
    /** What {@link #offer} returns if the event was not taken. */
    long LOST = 0;

    /** May wait a little, with no lock held, for the sink to have room. */
    void awaitRoom();

    /** Takes an event, without waiting for room. Returns its ticket, or {@link #LOST}. */
    long offer(Event event);

    /** May wait a little, with no lock held, for an event to be written. */
    void awaitWritten(long ticket);

    /** A read begins on the connection, which has been written to. */
    void reading(long connection);
}
