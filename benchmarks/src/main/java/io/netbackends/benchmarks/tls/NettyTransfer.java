// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Counts and releases input, and writes pieces while the channel is writable; all on the event loop. */
final class NettyTransfer extends ChannelInboundHandlerAdapter {
    private long received;
    private long wanted;
    private long unwritten;
    private @Nullable CompletableFuture<Long> done;

    /** Reads only during calls, since time outside of calls is not counted. */
    long read(Channel channel, long count) throws IOException {
        CompletableFuture<Long> result = new CompletableFuture<>();
        channel.eventLoop().execute(() -> {
            done = result;
            wanted = count;
            channel.config().setAutoRead(true);
            completeReading(channel);
        });
        return await(result);
    }

    void write(Channel channel, long count) throws IOException {
        CompletableFuture<Long> result = new CompletableFuture<>();
        channel.eventLoop().execute(() -> {
            done = result;
            unwritten = count;
            writePieces(channel);
        });
        await(result);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        received += bytes.readableBytes();
        bytes.release();
        completeReading(context.channel());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        writePieces(context.channel());
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(new IOException("connection closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }

    private void completeReading(Channel channel) {
        CompletableFuture<Long> result = done;
        if (result != null && wanted > 0 && received >= wanted) {
            channel.config().setAutoRead(false);
            result.complete(received);
            received = 0;
            wanted = 0;
        }
    }

    private void writePieces(Channel channel) {
        while (unwritten > 0 && channel.isWritable()) {
            ByteBuf piece = channel.alloc().directBuffer(BulkClient.PIECE).writerIndex(BulkClient.PIECE);
            unwritten -= BulkClient.PIECE;
            boolean last = unwritten <= 0;
            channel.writeAndFlush(piece).addListener(written -> {
                CompletableFuture<Long> result = done;
                if (!written.isSuccess()) {
                    fail(written.cause());
                } else if (last && result != null) {
                    result.complete(0L);
                }
            });
        }
    }

    private void fail(Throwable cause) {
        CompletableFuture<Long> result = done;
        if (result != null) {
            result.completeExceptionally(cause);
        }
    }

    private static long await(CompletableFuture<Long> result) throws IOException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
