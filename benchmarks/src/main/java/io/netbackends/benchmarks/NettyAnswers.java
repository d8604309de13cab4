// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Passes responses from Netty's event loop to the waiting thread, one at a time. */
final class NettyAnswers extends ChannelInboundHandlerAdapter {
    private final byte[] answer;

    /** Used only by the event loop. */
    private int received;

    private volatile Thread waiting;
    private volatile boolean complete;
    private volatile Throwable failure;

    NettyAnswers(int size) {
        answer = new byte[size];
    }

    /** Call on the waiting thread, before it sends. */
    void expect() {
        complete = false;
        Thread thread = Thread.currentThread();
        if (waiting != thread) {
            waiting = thread;
        }
    }

    void await(Duration longest) throws IOException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!complete) {
            if (failure != null) {
                throw new IOException(failure);
            }
            long remaining = deadline - System.nanoTime();
            if (remaining <= 0) {
                throw new SocketTimeoutException();
            }
            LockSupport.parkNanos(this, remaining);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            int n = bytes.readableBytes();
            bytes.readBytes(answer, received, n);
            received += n;
        } finally {
            bytes.release();
        }
        if (received == answer.length) {
            received = 0;
            complete = true;
            LockSupport.unpark(waiting);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(new EOFException());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }

    private void fail(Throwable cause) {
        failure = cause;
        LockSupport.unpark(waiting);
    }
}
