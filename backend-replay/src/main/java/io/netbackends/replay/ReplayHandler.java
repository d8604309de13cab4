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
 * Assigns a recorded connection to each client: when the client sends bytes, or immediately if the recorded server sent
 * first. A port probe that sends nothing thus uses up no connection.
 */
final class ReplayHandler implements NetworkServer.Handler {
    /** Opens the replay of the next connection. */
    interface Source {
        OpenReplay next() throws IOException;

        /** Returns null if the recorded server did not send first on the next connection. */
        @Nullable
        OpenReplay nextThatSpeaksFirst() throws IOException;
    }

    private final Source source;
    private final Duration pause;

    /** Creates a handler. A client that sends nothing for the time {@code pause} counts as waiting for its response. */
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

    /**
     * Waits for a connection on which the server sends first. Returns null if the client sends first, or has disconnected.
     */
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
                // Another client may have received a connection since then.
            } catch (IOException e) {
                buffer.limit(0); // a port probe may end with a reset
                return null;
            }
            Timeout.check(client); // the caller's own deadline may have passed
        }
    }
}
