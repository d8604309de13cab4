// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.Deadlines;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.internal.ErrnoText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;

/** The input of an {@link AsyncNetworkStream}, for one call at a time. */
final class AsyncInput {
    /**
     * The maximum number of consecutive reads that wait without trying first. If the peer sends exactly as much as is read,
     * a try finds nothing.
     */
    private static final int MOST_WAITS_IN_A_ROW = 15;

    private final AsyncStreamCore core;
    private boolean endOfStream;

    /** Whether the last read filled its buffer, so that more may be available. */
    private boolean wasFull;

    /** The number of further reads that wait although the last one filled its buffer. */
    private byte waitFirst;

    private byte waitsInARow;
    private boolean guessed;

    /** Whether the pending write runs once more before this read reports the end of the stream. */
    private boolean writerAsked;

    AsyncInput(AsyncStreamCore core) {
        this.core = core;
    }

    boolean isTls() {
        return core.isTls();
    }

    boolean isAtEnd() {
        return endOfStream || core.state.isInputShutDown();
    }

    /**
     * Returns whether to try a read before the transport calls back. On the loop's thread, a response has seldom arrived
     * yet.
     */
    boolean isWorthTrying() {
        if (isAtEnd() || core.isTls() || !core.loop().isLoopThread()) {
            return true;
        }
        if (waitFirst > 0) {
            waitFirst--;
            return false;
        }
        if (!wasFull) {
            return false;
        }
        guessed = true;
        return true;
    }

    /** Reads the bytes that are available; returns 0 if there are none, -1 at the end of the stream. */
    int receive(ByteBuffer dst) throws IOException {
        if (isAtEnd()) {
            return -1;
        }
        int n = core.transport().tryRead(dst);
        if (guessed) {
            guessed = false;
            waitsInARow = (byte) (n == 0 ? Math.min(2 * waitsInARow + 1, MOST_WAITS_IN_A_ROW) : 0);
            waitFirst = waitsInARow;
        }
        wasFull = n > 0 && !dst.hasRemaining();
        if (n >= 0 || core.state.isInputShutDown()) {
            return n;
        }
        if (mustAskWriter()) {
            return 0;
        }
        endOfStream = true;
        return -1;
    }

    /**
     * Over TLS, the peer has confirmed the end by close_notify. Otherwise the connection may be lost, which the system
     * reports to a single call. If that call is a pending write, the same event has woken it.
     */
    private boolean mustAskWriter() throws IOException {
        if (core.isTls()) {
            return false;
        }
        IOException loss = core.state.output.brokenBy();
        if (loss != null && !ErrnoText.BROKEN_PIPE.isIn(loss)) {
            throw loss;
        }
        boolean ask = !writerAsked && core.state.output.isBusy();
        writerAsked = ask;
        return ask;
    }

    int available() throws IOException {
        IOException unusable = core.unusable(core.state.input, core.state.input, Deadlines.current());
        if (unusable != null) {
            throw unusable;
        }
        if (isAtEnd()) {
            return 0;
        }
        try {
            return core.transport().available();
        } catch (Throwable e) {
            if (core.failed(core.state.input, core.state.input, e) instanceof IOException io) {
                throw io;
            }
            throw e;
        }
    }

    void awaitReady(Runnable ready) {
        if (writerAsked) {
            core.loop().execute(() -> {
                core.output.run();
                ready.run();
            });
        } else {
            core.transport().awaitInput(ready);
        }
    }

    /** Puts the stream into the state that the contract requires after a failed read; returns the exception of the read. */
    Throwable failed(Throwable failure) {
        if (failure instanceof NetworkTimeoutException) {
            return core.state.isOpen() ? failure : StreamState.closed(core.state.input, failure);
        }
        return failure instanceof CancellationException
                ? failure
                : core.failed(core.state.input, core.state.input, failure);
    }

    void release() {
        core.state.input.release();
    }
}
