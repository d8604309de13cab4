// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gives each client one of the recorded connections: when the client speaks, or at once if the server is recorded to speak first.
 * So a port probe takes none.
 */
final class ReplayHandler implements NetworkServer.Handler {
    /** Opens the replay of the next connection. */
    interface Source {
        OpenReplay next() throws IOException;

        /** Returns null if the server is not recorded to speak first on the next connection. */
        @Nullable
        OpenReplay nextThatSpeaksFirst() throws IOException;
    }

    private final Source source;
    private final Duration pause;

    /** Takes a client that sends nothing for the time given for one that waits for its answer. */
    ReplayHandler(Source source, Duration pause) {
        this.source = source;
        this.pause = pause;
    }

    @Override
    public void handle(NetworkStreamInterface client) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(NetworkStreamInterface.DEFAULT_MAX_BYTES);
        OpenReplay replay = nextThatSpeaksFirst(client, buffer);
        if (replay == null && !buffer.hasRemaining()) {
            return; // the client has closed without sending anything
        }
        MismatchResponse response = new MismatchResponse(client);
        response.begin(buffer);
        try (OpenReplay open = replay != null ? replay : next(response)) {
            new ServedConnection(client, open, response, pause).play(buffer);
        }
    }

    private OpenReplay next(MismatchResponse response) throws IOException {
        try {
            return source.next();
        } catch (ReplayMismatchException e) {
            response.send(e);
            response.drain();
            throw e;
        }
    }

    /** Waits for a connection on which the server speaks first; returns null if the client does, or has gone. */
    private @Nullable OpenReplay nextThatSpeaksFirst(NetworkStreamInterface client, ByteBuffer buffer)
            throws IOException {
        while (true) {
            OpenReplay replay = source.nextThatSpeaksFirst();
            if (replay != null) {
                buffer.limit(0);
                return replay;
            }
            try (Timeout waiting = Timeout.after(pause)) {
                client.read(buffer);
                buffer.flip();
                return null;
            } catch (NetworkTimeoutException e) {
                // Another client may have taken a connection meanwhile.
            } catch (IOException e) {
                buffer.limit(0); // a probe may end with a reset
                return null;
            }
            Timeout.check(client); // perhaps it was the caller's own deadline
        }
    }
}
