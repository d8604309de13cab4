// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Compares what the program writes with what was recorded, and tells the reader how far that has got. */
interface WriteVerifier {
    /** Takes all of a buffer, or fails. */
    void write(ByteBuffer src) throws IOException;

    void shutdownOutput() throws IOException;

    /** The program writes no more, whether or not the recorded one said so: fails if it has stopped in the middle. */
    void end() throws IOException;

    /** Returns the handshake that was recorded here. */
    Event.Tls startTls() throws IOException;

    /**
     * The program waits for an answer. Called by the reader when a read begins, while the writer may be in the middle of
     * something; where the connection is served, by the writer.
     */
    void reading() throws IOException;
}
