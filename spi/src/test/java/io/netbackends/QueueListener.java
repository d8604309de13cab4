// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener that accepts the streams of a test, without any network. */
final class QueueListener implements NetworkListenerInterface {
    private static final Accepting CLOSED = () -> {
        throw new NetworkStreamClosedException("accept: the listener is closed", null);
    };

    private final SocketAddress address = UnixDomainSocketAddress.of("/run/test");
    private final BlockingQueue<Accepting> queue = new LinkedBlockingQueue<>();
    private final CompletableFuture<Thread> acceptThread = new CompletableFuture<>();
    private final AtomicInteger accepts = new AtomicInteger();
    private volatile Accepting always;
    private volatile NetworkStreamInterface onClose;
    private volatile boolean closed;

    private interface Accepting {
        NetworkStreamInterface accept() throws IOException;
    }

    void connect(NetworkStreamInterface stream) {
        queue.add(() -> stream);
    }

    void fail(Throwable failure) {
        queue.add(failing(failure));
    }

    /** From now on, every accept fails. */
    void failAlways(Throwable failure) {
        always = failing(failure);
    }

    void failNoMore() {
        always = null;
    }

    /** The number of attempts to accept. */
    int accepts() {
        return accepts.get();
    }

    /** A connection that arrives at the moment the listener is closed. */
    void acceptOnClose(NetworkStreamInterface stream) {
        onClose = stream;
    }

    /** The accepting thread, as soon as there is one. */
    Thread acceptThread() throws Exception {
        return acceptThread.get(10, TimeUnit.SECONDS);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public NetworkStreamInterface accept() throws IOException {
        accepts.incrementAndGet();
        acceptThread.complete(Thread.currentThread());
        if (closed && queue.isEmpty()) {
            return CLOSED.accept();
        }
        Accepting failing = always;
        if (failing != null) {
            return failing.accept();
        }
        try {
            return queue.take().accept();
        } catch (InterruptedException e) {
            throw new AssertionError("the accept thread is never interrupted", e);
        }
    }

    @Override
    public SocketAddress getLocalAddress() {
        return address;
    }

    @Override
    public void close() {
        if (onClose != null) {
            connect(onClose);
        }
        closed = true;
        queue.add(CLOSED);
    }

    private static Accepting failing(Throwable failure) {
        return () -> {
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            throw (IOException) failure;
        };
    }
}
