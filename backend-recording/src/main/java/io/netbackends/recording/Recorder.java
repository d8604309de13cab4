// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.IOException;

/**
 * Is told of every connection of a {@link RecordingBackend}, and decides how it is shown or kept.
 *
 * <p>Safe for use by several threads. A recorder that fails breaks no stream: what it throws is logged as a warning, once for
 * each {@code RecordingBackend}, and the connection in question goes on unrecorded.
 */
@FunctionalInterface
public interface Recorder {
    /**
     * A connection was opened.
     *
     * @param connection what is known about it
     * @return what is told all that happens on it
     * @throws IOException if the connection cannot be recorded; it is used without
     */
    ConnectionRecorder opened(ConnectionInfo connection) throws IOException;

    /**
     * A connection could not be opened.
     *
     * @implSpec The default does nothing.
     * @param attempt what is known about it: neither address, but the target
     * @param failure what the caller gets
     * @throws IOException if that cannot be recorded
     */
    default void connectFailed(ConnectionInfo attempt, IOException failure) throws IOException {}
}
