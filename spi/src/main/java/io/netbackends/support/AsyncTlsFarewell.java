// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.support.EventLoop.ScheduledTask;
import io.netbackends.support.TlsClosePolicy.Drain;
import io.netbackends.support.TlsClosePolicy.FinalRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of a TLS connection: sends the last records, then discards what the peer has sent, each for a limited time. Never fails.
 * Used on the loop's thread only.
 */
final class AsyncTlsFarewell {
    /** The number of reads of the drain before the loop runs other tasks, including timers. */
    private static final int READS_AT_ONCE = 16;

    private final AsyncTlsTransport tls;
    private final AsyncTransport transport;
    private final FinalRecords records;
    private final Drain drain;
    private final Runnable then;

    private Phase phase = Phase.SENDING;

    /** Bounds the whole end. */
    private @Nullable ScheduledTask limit;

    /** Bounds the current step. */
    private @Nullable ScheduledTask phaseLimit;

    /** Bounds the wait for the next byte to discard. */
    private @Nullable ScheduledTask idleLimit;

    private enum Phase {
        SENDING,
        DRAINING,
        /** Lets the transport below send its own final messages, as TLS below TLS does. */
        FINISHING_BELOW,
        OVER
    }

    /**
     * Prepares an end.
     *
     * @param transport the one below
     * @param then called once
     */
    AsyncTlsFarewell(
            AsyncTlsTransport tls, AsyncTransport transport, FinalRecords records, Drain drain, Runnable then) {
        this.tls = tls;
        this.transport = transport;
        this.records = records;
        this.drain = drain;
        this.then = then;
    }

    /**
     * Begins the end.
     *
     * @param nanos how long it may take at most
     */
    void begin(long nanos) {
        if (nanos <= 0) {
            then.run();
            return;
        }
        limit = transport.loop().schedule(nanos, this::end);
        phaseLimit = schedule(TlsClosePolicy.CLOSE_NOTIFY_LIMIT, this::beginDrain);
        send();
    }

    private void send() {
        if (phase != Phase.SENDING) {
            return;
        }
        if (tls.trySendFinal(records)) {
            beginDrain();
        } else {
            transport.awaitOutput(this::send);
        }
    }

    private void beginDrain() {
        if (phase != Phase.SENDING) {
            return;
        }
        phase = Phase.DRAINING;
        cancel(phaseLimit);
        phaseLimit = schedule(drain.most(), this::finishBelow);
        tls.shutDownTransportIfFree();
        drain();
    }

    private void drain() {
        if (phase != Phase.DRAINING) {
            return;
        }
        boolean came = discard();
        if (phase == Phase.DRAINING) {
            if (came || idleLimit == null) {
                cancel(idleLimit);
                idleLimit = schedule(drain.idle(), this::lookAgain);
            }
            transport.awaitInput(this::drain);
        }
    }

    /** Ends the drain, unless bytes have arrived that the loop was too busy to read. */
    private void lookAgain() {
        idleLimit = null;
        if (phase == Phase.DRAINING && discard()) {
            drain();
        } else {
            finishBelow();
        }
    }

    /** Returns whether any bytes were discarded; ends the drain if no more can arrive. */
    private boolean discard() {
        ByteBuffer discarded = TlsBufferPool.take(TlsBufferPool.SMALL);
        boolean came = false;
        int n = 1;
        try {
            for (int i = 0; i < READS_AT_ONCE && n > 0; i++) {
                n = tls.discard(discarded.clear());
                came |= n > 0;
            }
        } catch (IOException | RuntimeException e) {
            n = -1; // the connection ends anyway
        } finally {
            TlsBufferPool.release(discarded, discarded.capacity());
        }
        if (n < 0) {
            finishBelow();
        }
        return came;
    }

    private void finishBelow() {
        if (phase == Phase.DRAINING) {
            phase = Phase.FINISHING_BELOW;
            transport.finish(TlsClosePolicy.CLOSE_NOTIFY_LIMIT.toNanos(), this::end);
        }
    }

    private void end() {
        if (phase != Phase.OVER) {
            phase = Phase.OVER;
            cancel(limit);
            cancel(phaseLimit);
            cancel(idleLimit);
            then.run();
        }
    }

    private ScheduledTask schedule(Duration delay, Runnable task) {
        return transport.loop().schedule(delay.toNanos(), task);
    }

    private static void cancel(@Nullable ScheduledTask task) {
        if (task != null) {
            task.cancel();
        }
    }
}
