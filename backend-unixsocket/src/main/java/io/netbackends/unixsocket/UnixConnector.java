// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.Timeout;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.ErrnoText;
import io.netbackends.internal.SocketOptions;
import io.netbackends.nio.channel.ChannelAttempt;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Connects a channel within the deadline. If the backlog of a listener is full, a non-blocking connect fails immediately,
 * and no event tells when there is room. So a few threads at a time try again after a growing pause.
 */
final class UnixConnector {
    static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path path;
    private final SocketOptions options;
    private final String operation;

    private UnixConnector(Path path, SocketOptions options) {
        this.path = path;
        this.options = options;
        this.operation = "connect to " + path;
    }

    static SocketChannel to(Path path, SocketOptions options) throws IOException {
        return new UnixConnector(path, options).connect(); // may block
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = attempt(); // may block
        return channel == null ? connectWhenThereIsRoom() : channel; // may block
    }

    private SocketChannel connectWhenThereIsRoom() throws IOException {
        try (ConnectQueue turn = ConnectQueue.await(path, operation)) { // may block
            long pause = FIRST_PAUSE_NANOS;
            while (true) {
                SocketChannel channel = attempt(); // may block
                if (channel != null) {
                    return channel;
                }
                LockSupport.parkNanos(turn, Math.min(pause, Timeout.remainingNanos()));
                pause = pauseAfter(pause);
            }
        }
    }

    /** Returns null if the backlog is full. */
    private @Nullable SocketChannel attempt() throws IOException {
        DeadlineWait.check(operation);
        SocketChannel channel = open(options, operation);
        try {
            return new ChannelAttempt(channel, UnixDomainSocketAddress.of(path), operation).connect(); // may block
        } catch (InterruptedIOException e) {
            channel.close();
            throw e; // including a timeout
        } catch (IOException e) {
            channel.close();
            if (isBacklogFull(path, e)) {
                return null;
            }
            throw ConnectErrorExplainer.explained(operation, path, e);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /** Opens a channel that is not connected yet. */
    static SocketChannel open(SocketOptions options, String operation) throws IOException {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (IOException e) { // too many open files
            throw NetworkFailures.during(operation, e);
        }
        try {
            options.applyTo(channel::setOption);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw NetworkFailures.during(operation, e);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /** Checks the file first: finding the message of this error needs a directory and several sockets. May block. */
    static boolean isBacklogFull(Path path, IOException failure) {
        return failure.getClass() == SocketException.class // neither refused nor forbidden
                && Files.exists(path)
                && ErrnoText.BACKLOG_FULL.isIn(failure);
    }

    /** Returns the pause that follows another one. */
    static long pauseAfter(long nanos) {
        return Math.min(2 * nanos, LONGEST_PAUSE_NANOS);
    }
}
