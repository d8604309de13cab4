// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Sends an HTTP/1.1 client the reason why it gets no recorded response. */
final class MismatchResponse {
    /** How long the client may take to read the response, and to close. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final NetworkStreamInterface client;

    private volatile boolean isHttp;

    /** Whether the last request has received no response yet. */
    private volatile boolean isDue;

    MismatchResponse(NetworkStreamInterface client) {
        this.client = client;
    }

    /** Inspects bytes sent by the client. */
    void begin(ByteBuffer sent) {
        if (HeaderLocator.isRequest(sent)) {
            isHttp = true;
            isDue = true;
        }
    }

    /** Notes that part of the recorded response is being sent. */
    void answered() {
        isDue = false;
    }

    /** As {@link #send}, unless the client has received part of the recorded response. */
    void sendIfDue(ReplayMismatchException mismatch) {
        if (isDue) {
            send(mismatch);
        }
    }

    /** Sends a response if the client speaks HTTP. Ignores failures, since the caller reports the mismatch. */
    void send(ReplayMismatchException mismatch) {
        if (!isHttp) {
            return;
        }
        byte[] body = (mismatch.getMessage() + "\n").getBytes(UTF_8);
        String head = "HTTP/1.1 409 Conflict\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + body.length + "\r\nConnection: close\r\n\r\n";
        try (Timeout limit = Timeout.after(LIMIT)) {
            client.write(head.getBytes(UTF_8));
            client.write(body);
            client.shutdownOutput();
        } catch (IOException e) {
            // The client has disconnected, or does not read.
        }
    }

    /** Reads until the client closes: if the stream is closed with bytes unread, the client may lose the response. */
    void drain() {
        if (!isHttp) {
            return;
        }
        ByteBuffer drained = ByteBuffer.allocate(NetworkStreamInterface.DEFAULT_MAX_BYTES);
        try (Timeout limit = Timeout.after(LIMIT)) {
            while (client.read(drained.clear()) >= 0) {
                // discard
            }
        } catch (IOException e) {
            // The client has disconnected, or takes too long.
        }
    }
}
