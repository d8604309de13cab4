// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.string.StringEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client on Netty, with TLS by JSSE. The argument is the port of HTTPS. */
final class NettyProgram implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        SslContext tls = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(sockets.trust())
                .build();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Answer answer = new Answer();
            Channel channel = new Bootstrap()
                    .group(loops)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel made) {
                            made.pipeline()
                                    .addLast(
                                            tls.newHandler(made.alloc(), "localhost", port),
                                            new StringEncoder(),
                                            answer);
                        }
                    })
                    .connect("localhost", port)
                    .sync()
                    .channel();
            channel.writeAndFlush("GET /hello HTTP/1.1\r\nHost: netty.test\r\nConnection: close\r\n\r\n");
            String text = answer.whole.get(20, TimeUnit.SECONDS);
            out.println(text.substring(text.indexOf("\r\n\r\n") + 4));
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private static final class Answer extends SimpleChannelInboundHandler<ByteBuf> {
        final CompletableFuture<String> whole = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            text.append(bytes.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            whole.complete(text.toString());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            whole.completeExceptionally(failure);
        }
    }
}
