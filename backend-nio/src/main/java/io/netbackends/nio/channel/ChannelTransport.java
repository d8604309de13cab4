// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.support.GuardedWrite;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkFailures;
import io.netbackends.support.Transport;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes over a {@link SocketChannel}, for the Internet or UNIX domain.
 *
 * <p>Without a deadline, a read or write is the channel's own, which blocks. Under one, the channel does not block: what
 * cannot be done at once waits for readiness, within the deadline. {@link BlockingMode} decides which it is, {@link Readiness}
 * waits, {@link Closing} closes. Two cases are left in which a call under a deadline meets one without in the other direction,
 * so that the channel must go on blocking: a write is then watched by a {@link GuardedWrite}, a read left to a {@link
 * ReadAhead}.
 */
public final class ChannelTransport implements Transport {
    /**
     * The JDK copies what is in heap buffers to and from a direct one, as large as all of it, which stays with the thread: so
     * no more than this at a time.
     */
    private static final int CHUNK = 64 * 1024;

    /** So many reads in a row wait first, after one that found nothing: to look first would be a system call for nothing. */
    private static final int WAITS_IN_A_ROW = 15;

    private final SocketChannel channel;
    private final Map<String, Object> info;
    private final String description;
    private final String readOperation;
    private final String writeOperation;
    private final Readiness readiness;
    private final Closing closing;
    private final BlockingMode mode;
    private final GuardedWrite guardedWrite;

    /** Made when it is needed first; like all that follows, it belongs to the reader. */
    private @Nullable ReadAhead readAhead;

    /** How many more reads wait first. */
    private int waitFirst;

    private ChannelTransport(
            SocketChannel channel,
            SocketAddress client,
            SocketAddress server,
            SocketAddress peer,
            Map<String, ?> more) {
        this.channel = channel;
        info = new HashMap<>(more);
        info.put(ExtraInfo.CLIENT_ADDR.name(), client);
        info.put(ExtraInfo.SERVER_ADDR.name(), server);
        info.put(ExtraInfo.SOCKET.name(), channel);
        description = describe(peer, server);
        readOperation = "read from " + description;
        writeOperation = "write to " + description;
        readiness = new Readiness(channel);
        closing = new Closing(channel, readiness);
        mode = new BlockingMode(channel, readiness);
        guardedWrite = new GuardedWrite(writeOperation, this::sendAll, closing::reset);
    }

    /**
     * Makes a transport of a channel that was connected from here.
     *
     * @param channel connected, open, and registered with no selector; owned by the transport from now on, and closed if this
     *     method fails
     * @param more extra info, by key, beside the addresses and the channel
     * @return a transport of a peer that {@link #description} names
     * @throws IOException if the connection has failed already
     */
    public static ChannelTransport connected(SocketChannel channel, Map<String, ?> more) throws IOException {
        try {
            SocketAddress peer = channel.getRemoteAddress();
            return new ChannelTransport(channel, channel.getLocalAddress(), peer, peer, more);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Makes a transport of a channel that was accepted here.
     *
     * @param channel connected, open, and registered with no selector; owned by the transport from now on, and closed if this
     *     method fails
     * @param more extra info, by key, beside the addresses and the channel
     * @return a transport of a peer that {@link #description} names
     * @throws IOException if the connection has failed already
     */
    public static ChannelTransport accepted(SocketChannel channel, Map<String, ?> more) throws IOException {
        try {
            SocketAddress peer = channel.getRemoteAddress();
            return new ChannelTransport(channel, peer, channel.getLocalAddress(), peer, more);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /** {@return the peer, as messages name it: host and port, or the path of a UNIX-domain socket} */
    public String description() {
        return description;
    }

    /** A peer in the UNIX domain that has connected here has no name: then it is called by what it has connected to. */
    private static String describe(SocketAddress peer, SocketAddress server) {
        if (peer instanceof InetSocketAddress inet) {
            return HostAndPort.of(inet.getAddress(), inet.getPort()).toString();
        }
        return peer.toString().isEmpty() ? server.toString() : peer.toString();
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        NetworkFailures.checkInterrupt(readOperation);
        Timeout.check(readOperation);
        try {
            return readWithin(Timeout.remainingNanos(), dst); // may block
        } catch (IOException e) {
            throw translated(readOperation, e);
        }
    }

    private int readWithin(long nanos, ByteBuffer dst) throws IOException {
        if (readAhead != null && readAhead.isInUse()) {
            return readAhead.take(dst, readOperation); // may block
        }
        boolean bounded = nanos != Long.MAX_VALUE;
        boolean blocking = mode.enter(Direction.INPUT, bounded);
        if (blocking && bounded) {
            return readAhead(dst); // may block
        }
        try {
            return blocking ? receive(dst) : readWhenReady(dst); // may block
        } finally {
            mode.leave(Direction.INPUT);
        }
    }

    private int readWhenReady(ByteBuffer dst) throws IOException {
        if (waitFirst > 0) {
            waitFirst--;
        } else {
            int n = receive(dst);
            if (n != 0) {
                return n;
            }
            waitFirst = WAITS_IN_A_ROW;
        }
        while (true) {
            await(SelectionKey.OP_READ, readOperation); // may block
            int n = receive(dst);
            if (n != 0) {
                return n;
            }
        }
    }

    /** Leaves the read to a helper, and with it the end of the call. */
    private int readAhead(ByteBuffer dst) throws IOException {
        if (readAhead == null) {
            readAhead = new ReadAhead(helped -> {
                try {
                    return receive(helped); // may block
                } finally {
                    mode.leave(Direction.INPUT);
                }
            });
        }
        try {
            readAhead.begin();
        } catch (Throwable e) {
            mode.leave(Direction.INPUT);
            throw e;
        }
        return readAhead.take(dst, readOperation); // may block
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        write(src, guardedWrite, closing::reset); // may block
    }

    @Override
    public void writeLast(ByteBuffer src) throws IOException {
        // may block
        write(src, new GuardedWrite(writeOperation, this::sendAll, closing::closeAtOnce), closing::closeAtOnce);
    }

    private void write(ByteBuffer src, GuardedWrite guarded, Closeable abort) throws IOException {
        NetworkFailures.checkInterrupt(writeOperation);
        Timeout.check(writeOperation);
        try {
            boolean blocking = mode.enter(Direction.OUTPUT, Timeout.remainingNanos() != Long.MAX_VALUE);
            try {
                if (blocking) {
                    guarded.write(src); // may block
                } else {
                    writeWhenReady(src); // may block
                }
            } finally {
                mode.leave(Direction.OUTPUT);
            }
        } catch (NetworkTimeoutException e) {
            abort.close();
            throw e;
        } catch (IOException e) {
            throw translated(writeOperation, e);
        }
    }

    private void writeWhenReady(ByteBuffer src) throws IOException {
        while (true) {
            int n = send(src);
            if (!src.hasRemaining()) {
                return;
            }
            if (n == 0) {
                await(SelectionKey.OP_WRITE, writeOperation); // may block
            } else {
                Timeout.check(writeOperation); // a peer that reads slowly but steadily does not prolong the deadline
            }
        }
    }

    /** Waits until the channel is ready, within the deadline. */
    private void await(int op, String operation) throws IOException {
        boolean ready;
        do {
            NetworkFailures.checkInterrupt(operation);
            Timeout.check(operation); // unless it was lifted
            if (!readiness.isOpen()) {
                throw new ClosedChannelException();
            }
            ready = readiness.await(op, Timeout.remainingNanos()); // may block
        } while (!ready);
    }

    /** Writes all of a buffer through a channel that blocks. */
    private void sendAll(ByteBuffer src) throws IOException {
        while (src.hasRemaining()) {
            send(src); // may block
        }
    }

    private int receive(ByteBuffer dst) throws IOException {
        int limit = dst.limit();
        try {
            return channel.read(limited(dst)); // may block
        } finally {
            dst.limit(limit);
        }
    }

    private int send(ByteBuffer src) throws IOException {
        int limit = src.limit();
        try {
            return channel.write(limited(src)); // may block
        } finally {
            src.limit(limit);
        }
    }

    private static ByteBuffer limited(ByteBuffer buffer) {
        return buffer.isDirect() ? buffer : buffer.limit(Math.min(buffer.limit(), buffer.position() + CHUNK));
    }

    @Override
    public void shutdownOutput() throws IOException {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            throw translated("shut down output to " + description, e);
        }
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return info.get(key);
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }

    private IOException translated(String operation, IOException failure) {
        if (failure instanceof InterruptedIOException) {
            return failure; // a timeout, too
        }
        if (failure instanceof ClosedByInterruptException) {
            InterruptedIOException interrupted = NetworkFailures.interrupted(operation);
            interrupted.initCause(failure);
            return interrupted;
        }
        return readiness.isOpen()
                ? failure
                : new NetworkStreamClosedException(operation + ": the channel was closed", failure);
    }
}
