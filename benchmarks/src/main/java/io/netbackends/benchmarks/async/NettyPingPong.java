// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.async;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Netty over NIO with one event loop, without deadlines, since Netty has none for single calls. */
final class NettyPingPong implements PingPong {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Connection> connections = new ArrayList<>();

    NettyPingPong(InetSocketAddress server, int count) {
        Bootstrap bootstrap =
                new Bootstrap().group(group).channel(NioSocketChannel.class).option(ChannelOption.TCP_NODELAY, true);
        for (int i = 0; i < count; i++) {
            Connection connection = new Connection();
            connection.channel = bootstrap
                    .clone()
                    .handler(connection)
                    .connect(server)
                    .syncUninterruptibly()
                    .channel();
            connections.add(connection);
        }
    }

    @Override
    public void exchange(int times) throws java.io.IOException {
        Round round = new Round(connections.size());
        group.execute(() -> connections.forEach(connection -> connection.begin(round, times)));
        round.await();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Connection extends ChannelInboundHandlerAdapter {
        private final ByteBuf message = Unpooled.directBuffer(SIZE, SIZE);
        private Channel channel;
        private Round round = new Round(1);
        private int received;
        private int left;

        void begin(Round of, int times) {
            round = of;
            left = times;
            send();
        }

        @SuppressWarnings("FutureReturnValueIgnored") // a void promise passes failures to the handler
        private void send() {
            channel.writeAndFlush(message.setIndex(0, SIZE).retain(), channel.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            ByteBuf bytes = (ByteBuf) read;
            received += bytes.readableBytes();
            bytes.release();
            if (received == SIZE) {
                received = 0;
                if (--left > 0) {
                    send();
                } else {
                    round.done();
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            round.fail(cause);
        }
    }
}
