// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Takes in what a peer has sent and nobody will read, for a little while. */
final class Leftovers {
    private final Transport transport;
    private final String operation;
    private final Timeout limit;
    private final ByteBuffer discarded = ByteBuffer.allocate(4096);

    /**
     * Prepares it.
     *
     * @param limit the innermost deadline of the current thread, whatever comes
     */
    Leftovers(Transport transport, String operation, Timeout limit) {
        this.transport = transport;
        this.operation = operation;
        this.limit = limit;
    }

    /** Reads until the end, until nothing comes for this long, or the limit. */
    void takeIn(Duration patience) throws IOException {
        do {
            Timeout.check(operation);
        } while (readOnce(patience)); // may block, a little
    }

    /**
     * Returns false at the end, and if nothing came in time. A thread that was kept from running in between may not have looked
     * at all before its time was over: it has another try.
     */
    private boolean readOnce(Duration patience) throws IOException {
        Duration before = limit.remaining();
        try (Timeout wait = Timeout.after(patience)) {
            return transport.read(discarded.clear()) >= 0; // may block, a little
        } catch (NetworkTimeoutException e) {
            Duration taken = before.minus(limit.remaining());
            return taken.multipliedBy(2).compareTo(patience.multipliedBy(3)) > 0;
        }
    }
}
