// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.support.NetworkStream;
import java.io.Closeable;
import java.io.IOException;

/**
 * An open replayed connection.
 *
 * @param stream the stream for the program
 * @param transport the transport below the stream, for events that a stream has no method for
 */
record OpenReplay(NetworkStream stream, ReplayTransport transport) implements Closeable {
    @Override
    public void close() throws IOException {
        stream.close();
    }
}
