// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.idle;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Channels of Netty over NIO, with the default number of event loops. */
final class IdleNetty implements IdleClient {
    private static final int MOST_SECONDS = 30;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    private final Answers answers = new Answers();
    private final InetSocketAddress server;
    private final @Nullable Tls tls;

    IdleNetty(InetSocketAddress server, @Nullable Tls tls) {
        this.server = server;
        this.tls = tls;
    }

    @Override
    public Closeable open(int number) throws IOException {
        Channel channel = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        if (tls != null) {
                            ch.pipeline().addLast(new SslHandler(tls.engine()));
                        }
                        ch.pipeline().addLast(answers);
                    }
                })
                .connect(server)
                .syncUninterruptibly()
                .channel();
        channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1])).syncUninterruptibly();
        answers.await();
        return () -> channel.close().syncUninterruptibly();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Counts the responses. */
    @ChannelHandler.Sharable
    private static final class Answers extends ChannelInboundHandlerAdapter {
        private final Semaphore read = new Semaphore(0);

        void await() throws IOException {
            try {
                if (!read.tryAcquire(MOST_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("no answer after " + MOST_SECONDS + " s");
                }
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            ReferenceCountUtil.release(msg);
            read.release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // the server closed first
        }
    }
}
