// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** Plays the other side of recorded connections to whoever connects: passes what comes in to a replay, and back what it says. */
final class ReplayHandler implements NetworkServer.Handler {
    /** Opens the replay of the next connection. */
    interface Next {
        ReplayStream open() throws IOException;
    }

    private final Next next;
    private final Duration pause;

    /** Takes a client that sends nothing for the time given for one that waits for its answer. */
    ReplayHandler(Next next, Duration pause) {
        this.next = next;
        this.pause = pause;
    }

    @Override
    public void handle(NetworkStreamInterface client) throws IOException {
        try (ReplayStream replay = next.open()) {
            AtomicBoolean answersFailed = new AtomicBoolean();
            FutureTask<Void> answers = new FutureTask<>(() -> {
                try {
                    sendAnswers(replay, client);
                } catch (Throwable e) {
                    answersFailed.set(true); // isDone() says so only after the close
                    client.close(); // which ends the requests, and this is why
                    throw e;
                }
                return null;
            });
            Thread thread = new Thread(answers, "netbackends-replay-" + client);
            thread.setDaemon(true);
            thread.start();
            try {
                takeRequests(client, replay);
            } catch (IOException e) {
                throw answersFailed.get() ? reason(answers, e) : e;
            }
            await(answers);
        }
    }

    private void takeRequests(NetworkStreamInterface client, ReplayStream replay) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(NetworkStreamInterface.DEFAULT_MAX_BYTES);
        while (read(client, buffer.clear(), replay) >= 0) {
            replay.write(buffer.flip());
        }
        try {
            replay.shutdownOutput();
        } catch (ReplayMismatchException e) {
            // The recorded program did not; this one may just have gone. What was asked for is answered all the same.
        }
        replay.endOfWrites();
    }

    private int read(NetworkStreamInterface client, ByteBuffer buffer, ReplayStream replay) throws IOException {
        try (Timeout waiting = Timeout.after(pause)) {
            return client.read(buffer);
        } catch (NetworkTimeoutException e) {
            replay.awaitsAnswer();
        }
        return client.read(buffer); // may time out, if the caller has set a deadline
    }

    private static void sendAnswers(ReplayStream replay, NetworkStreamInterface client) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(NetworkStreamInterface.DEFAULT_MAX_BYTES);
        try {
            while (replay.read(buffer.clear()) >= 0) {
                client.write(buffer.flip());
            }
        } catch (ReplayMismatchException e) {
            if (e.isEndOfRecording()) {
                return; // the recorded program has closed the connection, so this one is to do that, too
            }
            throw e;
        }
        client.shutdownOutput();
    }

    private static void await(FutureTask<Void> answers) throws IOException {
        try {
            answers.get(); // may block
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    private static IOException reason(FutureTask<Void> answers, IOException otherwise) {
        try {
            await(answers);
            return otherwise;
        } catch (IOException e) {
            return e;
        }
    }
}
