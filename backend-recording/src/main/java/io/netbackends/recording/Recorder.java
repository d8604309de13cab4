// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.IOException;

/**
 * Receives each connection of a {@link RecordingBackend}, and decides how to show or store it.
 *
 * <p>Safe for use by several threads. A failing recorder does not affect streams: its exception is logged as a warning, once
 * for each {@code RecordingBackend}, and the connection continues unrecorded.
 */
@FunctionalInterface
public interface Recorder {
    /**
     * A connection was opened.
     *
     * @param connection its description
     * @return receives the events of the connection
     * @throws IOException if the connection cannot be recorded; it is then used unrecorded
     */
    ConnectionRecorder opened(ConnectionInfo connection) throws IOException;

    /**
     * A connection could not be opened.
     *
     * @implSpec The default does nothing.
     * @param attempt its description: with the target, but without addresses
     * @param failure the exception for the caller
     * @throws IOException if that cannot be recorded
     */
    default void connectFailed(ConnectionInfo attempt, IOException failure) throws IOException {}
}
