// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Copies standard input to a stream on a separate thread, under the deadlines of the thread that starts it. */
final class Upload {
    private final InputStream in;
    private final NetworkStreamInterface stream;
    private final String peer;
    private final boolean shutdown;
    private volatile @Nullable IOException failure;

    private Upload(InputStream in, NetworkStreamInterface stream, String peer, boolean shutdown) {
        this.in = in;
        this.stream = stream;
        this.peer = peer;
        this.shutdown = shutdown;
    }

    /**
     * Starts it. No thread waits for its end: after the peer has closed, further input does not matter.
     *
     * @param shutdown whether to close the sending side at the end of the input
     */
    static Upload start(InputStream in, NetworkStreamInterface stream, String peer, boolean shutdown) {
        Upload upload = new Upload(in, stream, peer, shutdown);
        Thread thread = new Thread(Timeout.propagate(upload::run), "netbackends-upload");
        thread.setDaemon(true);
        thread.start();
        return upload;
    }

    /** Returns the failure to send the input; null if there is none so far. */
    @Nullable
    IOException failure() {
        return failure;
    }

    private void run() {
        try {
            copy();
            if (shutdown) {
                finish();
            }
        } catch (PeerException e) {
            // the stream stays open: the peer may have answered before it closed
            failure = e;
        } catch (IOException e) {
            failure = new IOException("standard input: " + Failures.message(e), e);
            closeQuietly();
        }
    }

    private void copy() throws IOException {
        byte[] buffer = new byte[NetworkStreamInterface.DEFAULT_MAX_BYTES];
        for (int n; (n = in.read(buffer)) >= 0; ) {
            ByteBuffer data = ByteBuffer.wrap(buffer, 0, n);
            Phase.SEND.with(peer, () -> {
                stream.write(data);
                return data;
            });
        }
    }

    private void finish() throws PeerException {
        Phase.SEND.with(peer, () -> {
            try {
                stream.shutdownOutput();
            } catch (UnsupportedOperationException e) {
                // only a peer that waits for the end of the data will not answer
            }
            return stream;
        });
    }

    private void closeQuietly() {
        try {
            stream.close();
        } catch (IOException e) {
            // the stream is closed nevertheless, which wakes the receiving thread
        }
    }
}
