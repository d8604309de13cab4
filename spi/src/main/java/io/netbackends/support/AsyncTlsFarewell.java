// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a TLS connection in an event loop: sends the last records, then discards what the peer has sent, each for a limited
 * time, as {@link TlsClosePolicy} says. Belongs to the loop's thread; no other call is under way.
 */
final class AsyncTlsFarewell {
    private final AsyncTransport lower;
    private final EventLoop loop;
    private final AsyncTlsOutput output;
    private final TlsClosePolicy.Drain drain;
    private final Runnable then;
    private final ByteBuffer discarded = ByteBuffer.allocate(4096);
    private EventLoop.@Nullable ScheduledTask limit;
    private EventLoop.@Nullable ScheduledTask idle;
    private boolean draining;
    private boolean over;

    AsyncTlsFarewell(AsyncTransport lower, AsyncTlsOutput output, TlsClosePolicy.Drain drain, Runnable then) {
        this.lower = lower;
        this.loop = lower.loop();
        this.output = output;
        this.drain = drain;
        this.then = then;
    }

    /** Sends the records that wait, for so long at most. */
    void begin(long nanos) {
        limit = loop.schedule(nanos, this::startDrain);
        send();
    }

    private void send() {
        if (draining || over) {
            return;
        }
        output.flushQuietly();
        if (output.hasUnsent()) {
            lower.awaitOutput(this::send);
        } else {
            startDrain();
        }
    }

    private void startDrain() {
        if (draining || over) {
            return;
        }
        draining = true;
        stop(limit);
        limit = loop.schedule(drain.most().toNanos(), this::end);
        try {
            if (!output.isWriting() && !output.hasUnsent()) {
                lower.tryShutdownOutput();
            }
        } catch (IOException | RuntimeException e) {
            // the connection ends anyway
        }
        receive();
    }

    private void receive() {
        if (over) {
            return;
        }
        try {
            int n = lower.tryRead(discarded.clear());
            while (n > 0) {
                n = lower.tryRead(discarded.clear());
            }
            if (n < 0) {
                end();
                return;
            }
        } catch (IOException | RuntimeException e) {
            end();
            return;
        }
        stop(idle);
        idle = loop.schedule(drain.idle().toNanos(), this::lookOnce);
        lower.awaitInput(this::receive);
    }

    /** Ends if nothing has come: the thread may have had no time to look before. */
    private void lookOnce() {
        try {
            if (over || lower.tryRead(discarded.clear()) > 0) {
                receive();
                return;
            }
        } catch (IOException | RuntimeException e) {
            // the connection ends anyway
        }
        end();
    }

    private void end() {
        if (!over) {
            over = true;
            stop(limit);
            stop(idle);
            then.run();
        }
    }

    private static void stop(EventLoop.@Nullable ScheduledTask timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
