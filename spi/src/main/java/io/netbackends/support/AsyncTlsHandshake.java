// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.IOException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of an {@link AsyncTlsTransport}.
 *
 * <p>A peer that rejects the handshake sends an alert and closes the connection, perhaps while a flight is being sent. The
 * alert explains more than a broken pipe, so the handshake continues to read for a moment after a flight could not be sent.
 */
final class AsyncTlsHandshake {
    private final AsyncTlsTransport transport;
    private final TlsMachine machine;
    private final AsyncTlsOutput output;

    /** The failure to send a flight. */
    private volatile @Nullable IOException unsendable;

    private boolean refusalLimited;
    private volatile boolean refusalOver;

    AsyncTlsHandshake(AsyncTlsTransport transport, TlsMachine machine, AsyncTlsOutput output) {
        this.transport = transport;
        this.machine = machine;
        this.output = output;
    }

    /**
     * Continues the handshake as far as possible now; returns what it waits for, {@link TlsWait#NOTHING} if it is complete.
     */
    TlsWait proceed() throws IOException {
        try {
            for (; ; ) {
                switch (machine.handshake()) {
                    case OUTPUT -> {
                        if (!trySend()) {
                            return TlsWait.OUTPUT;
                        }
                    }
                    case INPUT -> {
                        if (!receive()) {
                            return TlsWait.INPUT;
                        }
                    }
                    case TASKS -> {
                        return TlsWait.TASKS;
                    }
                    case RESPONSE, END -> throw ended("peer ended the TLS handshake");
                    case NOTHING -> {
                        IOException failure = unsendable;
                        if (failure != null) {
                            throw failure;
                        }
                        return TlsWait.NOTHING;
                    }
                }
            }
        } catch (SSLException e) {
            IOException failure = unsendable;
            if (failure != null && failure != e) {
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    private boolean trySend() {
        if (unsendable != null) {
            output.drop();
            return true;
        }
        try {
            return output.flush();
        } catch (IOException e) {
            unsendable = e;
            return true;
        }
    }

    private boolean receive() throws IOException {
        int n;
        try {
            n = transport.receive();
        } catch (IOException e) {
            throw unsendable == null ? e : unsendable;
        }
        if (n < 0) {
            throw ended("peer closed the connection during the TLS handshake");
        }
        if (n == 0 && refusalOver) {
            throw ended("");
        }
        return n > 0;
    }

    private IOException ended(String message) {
        IOException failure = unsendable;
        return failure == null ? new SSLHandshakeException(message) : failure;
    }

    /** Makes the handshake end soon after a flight could not be sent; on the loop's thread. */
    void limitRefusal(EventLoop loop, Runnable ready) {
        if (unsendable != null && !refusalLimited) {
            refusalLimited = true;
            loop.schedule(TlsClosePolicy.AFTER_FAILURE.most().toNanos(), () -> {
                refusalOver = true;
                ready.run();
            });
        }
    }
}
