// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.DaemonThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Passes requests of a client to the replay of one connection, and responses back, until both directions have ended. */
final class ServedConnection {
    private final NetworkStreamInterface client;
    private final OpenReplay replay;
    private final MismatchResponse response;
    private final Duration pause;

    /** Whether the requests have failed; a failure of the responses is then a consequence. */
    private volatile boolean requestsFailed;

    private volatile boolean answersFailed;

    ServedConnection(NetworkStreamInterface client, OpenReplay replay, MismatchResponse response, Duration pause) {
        this.client = client;
        this.replay = replay;
        this.response = response;
        this.pause = pause;
    }

    /** Serves the client. {@code buffer} contains the bytes already received. */
    void play(ByteBuffer buffer) throws IOException {
        FutureTask<Void> answers = new FutureTask<>(() -> {
            answer();
            return null;
        });
        DaemonThreads.start("netbackends-replay-" + client, answers);
        try {
            takeRequests(buffer);
        } catch (ReplayMismatchException e) {
            requestsFailed = true;
            replay.transport().endOfWrites();
            reason(answers, e); // waits until earlier responses are sent
            response.send(e);
            response.drain();
            throw e;
        } catch (IOException e) {
            throw answersFailed ? reason(answers, e) : e;
        }
        await(answers);
    }

    private void takeRequests(ByteBuffer buffer) throws IOException {
        if (buffer.hasRemaining()) {
            replay.stream().write(buffer);
        }
        while (read(buffer.clear()) >= 0) {
            response.begin(buffer.flip());
            replay.stream().write(buffer);
        }
        replay.transport().end();
        replay.transport().endOfWrites();
    }

    private int read(ByteBuffer buffer) throws IOException {
        try (Timeout waiting = Timeout.after(pause)) {
            return client.read(buffer);
        } catch (NetworkTimeoutException e) {
            replay.transport().awaitsAnswer();
        }
        return client.read(buffer); // may time out if the caller has set a deadline
    }

    private void answer() throws IOException {
        try {
            sendAnswers();
        } catch (Throwable e) {
            if (requestsFailed) {
                return; // and report the mismatch
            }
            answersFailed = true; // set before the close, which ends the requests
            if (e instanceof ReplayMismatchException mismatch) {
                response.sendIfDue(mismatch);
            }
            client.close();
            throw e;
        }
    }

    private void sendAnswers() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(NetworkStreamInterface.DEFAULT_MAX_BYTES);
        try {
            while (replay.stream().read(buffer.clear()) >= 0) {
                response.answered();
                client.write(buffer.flip());
            }
        } catch (ReplayMismatchException e) {
            if (e.isEndOfRecording()) {
                return; // the recorded program closed the connection here, and so must this one
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
