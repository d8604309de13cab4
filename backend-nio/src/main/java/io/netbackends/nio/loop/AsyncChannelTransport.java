// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.nio.channel.ConnectedChannel;
import io.netbackends.support.AsyncTransport;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A transport over a non-blocking Internet or UNIX-domain {@link SocketChannel}.
 *
 * <p>The channel is registered when the first call waits. It stays registered for input while each event finds a waiting
 * call, since a change costs a system call.
 */
public final class AsyncChannelTransport implements AsyncTransport, ReadyChannel {
    /** The interval of retries if the system registers no more channels. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** The number of consecutive writes to a fast peer before the loop runs other work. */
    private static final int MOST_WRITES = 16;

    private final SelectorLoop loop;
    private final ConnectedChannel connected;
    private final SocketChannel channel;
    private @Nullable SelectionKey key;
    private @Nullable Runnable onInput;
    private @Nullable Runnable onOutput;

    /** Whether the system has accepted a part of the current write. */
    private boolean partWritten;

    /** The ready operations that are recorded and not handled yet. */
    private int readyOps;

    /**
     * Makes a transport.
     *
     * @param loop the channel may be registered with it, and with no other selector
     * @param connected owned by the transport from now on; made non-blocking, and closed if this constructor fails
     * @param key the channel's registration with the loop, if there is one
     * @throws IOException if the channel fails
     */
    public AsyncChannelTransport(SelectorLoop loop, ConnectedChannel connected, @Nullable SelectionKey key)
            throws IOException {
        this.loop = loop;
        this.connected = connected;
        channel = connected.channel();
        this.key = key;
        if (key == null) {
            makeNonBlocking();
        } else {
            key.attach(this);
        }
    }

    private void makeNonBlocking() throws IOException {
        try {
            channel.configureBlocking(false);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public SelectorLoop loop() {
        return loop;
    }

    @Override
    public int tryRead(ByteBuffer dst) throws IOException {
        try {
            return connected.read(dst);
        } catch (ClosedChannelException e) {
            throw closed("read from ", e);
        }
    }

    /** Not closed by the stream, but by code that got the channel as extra info. */
    private NetworkStreamClosedException closed(String verb, ClosedChannelException cause) {
        return new NetworkStreamClosedException(verb + connected + ": the channel was closed", cause);
    }

    @Override
    public boolean tryWrite(ByteBuffer src) throws IOException {
        try {
            int n;
            int writes = 0;
            do {
                n = connected.write(src);
                partWritten |= n > 0;
            } while (n > 0 && src.hasRemaining() && ++writes < MOST_WRITES);
        } catch (ClosedChannelException e) {
            throw closed("write to ", e);
        } catch (IOException e) {
            throw partWritten ? connected.failedInTheMiddle(e) : e;
        }
        partWritten &= src.hasRemaining();
        return !src.hasRemaining();
    }

    @Override
    public boolean tryShutdownOutput() throws IOException {
        channel.shutdownOutput();
        return true;
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void awaitInput(Runnable ready) {
        onInput = ready;
        await(SelectionKey.OP_READ);
    }

    @Override
    public void awaitOutput(Runnable ready) {
        onOutput = ready;
        await(SelectionKey.OP_WRITE);
    }

    private void await(int op) {
        try {
            SelectionKey registered = key;
            if (registered == null) {
                key = loop.register(channel, op, this);
            } else if ((registered.interestOps() & op) == 0) {
                registered.interestOpsOr(op);
            }
        } catch (IOException | RuntimeException e) { // closed: the call has ended, and the callback finds none
            loop.schedule(POLL_NANOS, () -> {
                noteReady(op);
                handle();
            });
        }
    }

    @Override
    public boolean noteReady(int ops) {
        boolean first = readyOps == 0;
        readyOps |= ops;
        return first;
    }

    @Override
    public void handle() {
        int ops = readyOps;
        readyOps = 0;
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            Runnable ready = onOutput;
            onOutput = null;
            call(ready);
            ignoreUnlessAwaited(SelectionKey.OP_WRITE, onOutput); // nearly always ready, so calls seldom wait for it
        }
        if ((ops & SelectionKey.OP_READ) != 0) {
            Runnable ready = onInput;
            onInput = null;
            call(ready);
            ignoreUnlessAwaited(SelectionKey.OP_READ, ready);
        }
    }

    private static void call(@Nullable Runnable ready) {
        if (ready != null) {
            ready.run();
        }
    }

    private void ignoreUnlessAwaited(int op, @Nullable Runnable awaited) {
        SelectionKey registered = key;
        if (awaited == null && registered != null && registered.isValid()) {
            registered.interestOpsAnd(~op);
        }
    }

    @Override
    public void registered(SelectionKey another) {
        key = another;
    }

    @Override
    public int available() throws IOException {
        return connected.available();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        channel.setOption(option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return channel.getOption(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }

    @Override
    public @Nullable Object getExtraInfo(String name) {
        return connected.getExtraInfo(name);
    }

    /**
     * A positive {@code SO_LINGER} has no effect, since the loop must not wait. The system still sends the data written
     * before.
     */
    @Override
    public void close() throws IOException {
        try {
            if (channel.isOpen() && channel.getOption(StandardSocketOptions.SO_LINGER) > 0) {
                channel.setOption(StandardSocketOptions.SO_LINGER, -1);
            }
        } catch (IOException | RuntimeException e) {
            // the connection has failed
        } finally {
            release();
        }
    }

    @Override
    public void abort() throws IOException {
        try {
            if (channel.isOpen()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException | RuntimeException e) {
            // the connection has failed
        } finally {
            release();
        }
    }

    private void release() throws IOException {
        onInput = null;
        onOutput = null;
        channel.close();
        if (key != null && loop.isLoopThread()) {
            loop.releaseClosed();
        }
    }
}
