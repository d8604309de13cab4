// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.support.NetworkStream;
import java.io.Closeable;
import java.io.IOException;

/**
 * A replayed connection that is open.
 *
 * @param stream what a program uses
 * @param transport below the stream; for what no program says of itself, but a server knows of its client
 */
record OpenReplay(NetworkStream stream, ReplayTransport transport) implements Closeable {
    @Override
    public void close() throws IOException {
        stream.close();
    }
}
