// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.Timeout;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.HeldInterrupts;
import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Objects;

/** One attempt to connect an Internet or UNIX-domain channel, within the deadline. */
public final class ChannelAttempt implements HappyEyeballs.Attempt<SocketChannel> {
    private final SocketChannel channel;
    private final SocketAddress address;
    private final String operation;
    private final Readiness readiness;

    /**
     * Makes an attempt.
     *
     * @param channel open, not connected yet, blocking, with its options set; closed if the attempt fails
     * @param address where to connect to
     * @param operation the operation and its peer, for messages
     */
    public ChannelAttempt(SocketChannel channel, SocketAddress address, String operation) {
        this.channel = Objects.requireNonNull(channel, "channel");
        this.address = Objects.requireNonNull(address, "address");
        this.operation = Objects.requireNonNull(operation, "operation");
        this.readiness = new Readiness(channel);
    }

    /** {@return the channel; non-blocking if there was a deadline, since later calls probably have one as well} */
    @Override
    public SocketChannel connect() throws IOException {
        try {
            DeadlineWait.check(operation);
            if (Timeout.remainingNanos() == Long.MAX_VALUE && !HeldInterrupts.areHeld()) {
                channel.connect(address); // may block
            } else {
                connectWhenReady(); // may block
            }
            return channel;
        } catch (ClosedByInterruptException e) {
            throw NetworkFailures.interrupted(operation);
        } catch (UnsupportedAddressTypeException e) {
            throw AddressFamily.unavailable(e);
        } finally {
            readiness.leave();
        }
    }

    private void connectWhenReady() throws IOException {
        channel.configureBlocking(false);
        boolean connected = channel.connect(address);
        while (!connected) {
            readiness.await(SelectionKey.OP_CONNECT, operation); // may block
            connected = channel.finishConnect();
        }
    }

    @Override
    public void close() throws IOException {
        readiness.close();
    }
}
