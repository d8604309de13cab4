// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.SocketAddress;

/** A blocking client over Netty: the event loop does the I/O, and the calling thread waits for the complete response. */
final class NettyClient implements Client {
    private final Channel channel;
    private final NettyAnswers answers;

    /** Reused, since the event loop no longer needs a sent message when its response has arrived. */
    private final ByteBuf message;

    private NettyClient(Channel channel, NettyAnswers answers, int size) {
        this.channel = channel;
        this.answers = answers;
        this.message = Unpooled.directBuffer(size, size);
    }

    static NettyClient connect(SocketAddress server, int size) throws IOException {
        NettyAnswers answers = new NettyAnswers(size);
        Bootstrap bootstrap = new Bootstrap()
                .group(NettyLoops.acquire())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(answers);
        try {
            Channel channel = bootstrap.connect(server).syncUninterruptibly().channel();
            return new NettyClient(channel, answers, size);
        } catch (Throwable e) {
            NettyLoops.release();
            throw e;
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a void promise passes failures to the handler
    public void send() {
        answers.expect();
        message.setIndex(0, message.capacity()).retain();
        channel.writeAndFlush(message, channel.voidPromise());
    }

    @Override
    public void receive() throws IOException {
        answers.await(DEADLINE);
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        message.release();
        NettyLoops.release();
    }
}
