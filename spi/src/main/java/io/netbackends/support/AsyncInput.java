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
    /** A try is work for nothing where the peer sends just what is asked for: so often it is left out at most. */
    private static final int MOST_WAITS_IN_A_ROW = 15;

    private final AsyncStreamCore core;
    private boolean endOfStream;

    /** Whether the last read took all that there was room for, so that there may be more. */
    private boolean wasFull;

    /** How many more reads wait although the last one was full, of how many: more each time that a try finds nothing. */
    private byte waitFirst;

    private byte waitsInARow;
    private boolean guessed;

    /** Whether a writer has been given its turn before the end of the stream is believed. */
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

    /** Returns whether to try a read before the transport calls back: on the loop's thread, the peer has seldom answered yet. */
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

    /** Reads what is there; 0 if that is nothing, -1 at the end of the stream. */
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
     * Over TLS an end has the peer's word. Otherwise it may be a lost connection, which the system reports to one call only: if
     * that is a waiting write, the same event has woken it.
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

    /** Leaves the stream as the contract says for the failure of a read; returns what the read fails with. */
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
