// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Compares written bytes with recorded ones, and reports the progress to the reading thread. */
interface WriteVerifier {
    /** Compares all remaining bytes of a buffer, or fails. */
    void write(ByteBuffer src) throws IOException;

    void shutdownOutput() throws IOException;

    /** Ends the writes, even if no shutdown of the output was recorded. Fails in the middle of a recorded write. */
    void end() throws IOException;

    /** Returns the handshake recorded at this position. */
    Event.Tls startTls() throws IOException;

    /**
     * Notes that the program waits for a response. The reading thread calls this when a read begins, possibly during a
     * write; for a served connection, the writing thread calls it.
     */
    void reading() throws IOException;
}
