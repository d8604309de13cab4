// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A blocking client over a channel of Netty, recorded by Netty's own handlers. */
final class NettyRecordedClient implements RecordedClient {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final NettyRecording recording;
    private final byte[] message;
    private final Answer answer;
    private final Channel channel;

    private NettyRecordedClient(NettyRecording recording, InetSocketAddress server, byte[] message) {
        this.recording = recording;
        this.message = message;
        this.answer = new Answer(message.length);
        this.channel = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        recording.addTo(ch.pipeline());
                        ch.pipeline().addLast(answer);
                    }
                })
                .connect(server)
                .syncUninterruptibly()
                .channel();
    }

    /** Connects; the kind is one of {@link NettyRecording#of}. */
    static RecordedClient connect(String kind, Path file, InetSocketAddress server, byte[] message) throws IOException {
        return new NettyRecordedClient(NettyRecording.of(kind, file), server, message);
    }

    @Override
    public void exchange() throws IOException {
        ByteBuf request = channel.alloc().buffer(message.length).writeBytes(message);
        ChannelFuture written = channel.writeAndFlush(request);
        answer.await();
        if (!written.isSuccess()) {
            written.syncUninterruptibly();
        }
    }

    @Override
    public long lostEvents() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        recording.close();
    }

    /** Copies the read bytes for the caller, and wakes it when a message is complete. */
    private static final class Answer extends ChannelInboundHandlerAdapter {
        private final byte[] bytes;
        private final Semaphore whole = new Semaphore(0);
        private volatile boolean ended;
        private int filled;

        Answer(int size) {
            bytes = new byte[size];
        }

        void await() throws IOException {
            try {
                whole.acquire();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            if (ended) {
                throw new EOFException();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ByteBuf buffer = (ByteBuf) msg;
            int size = buffer.readableBytes();
            buffer.readBytes(bytes, filled, size).release();
            filled += size;
            if (filled == bytes.length) {
                filled = 0;
                whole.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            ended = true;
            whole.release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            channelInactive(ctx);
        }
    }
}
