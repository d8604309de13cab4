// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;

/** Netty with one NIO event loop and the JDK's TLS. */
final class NettyBulk implements BulkClient {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final NettyTransfer transfer = new NettyTransfer();
    private final Channel channel;
    private final long eventLoopThread;

    NettyBulk(X509Certificate authority, InetSocketAddress server) throws IOException {
        SslContext context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(authority)
                .build();
        try {
            channel = new Bootstrap()
                    .group(group)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel ch) {
                            ch.pipeline()
                                    .addLast(
                                            context.newHandler(ch.alloc(), TlsServer.HOST, server.getPort()), transfer);
                        }
                    })
                    .connect(server)
                    .syncUninterruptibly()
                    .channel();
            channel.pipeline().get(SslHandler.class).handshakeFuture().syncUninterruptibly();
            eventLoopThread = group.submit(() -> Thread.currentThread().getId())
                    .syncUninterruptibly()
                    .getNow();
        } catch (Throwable e) {
            stopLoop();
            throw e;
        }
    }

    @Override
    public long helperThread() {
        return eventLoopThread;
    }

    @Override
    public long read(long count) throws IOException {
        return transfer.read(channel, count);
    }

    @Override
    public void write(long count) throws IOException {
        transfer.write(channel, count);
    }

    @Override
    public void close() throws IOException {
        channel.close().syncUninterruptibly();
        stopLoop();
    }

    private void stopLoop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
