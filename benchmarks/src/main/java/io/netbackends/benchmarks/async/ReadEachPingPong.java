// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.async;

import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** This project's asynchronous streams, read by {@code readEach}, whose sink writes the next message. */
final class ReadEachPingPong implements PingPong {
    private static final CompletableFuture<Boolean> END = CompletableFuture.completedFuture(false);

    private final List<AsyncNetworkStreamInterface> streams = new ArrayList<>();
    private final List<ByteBuffer> messages = new ArrayList<>();

    ReadEachPingPong(AsyncNetworkBackendInterface net, InetSocketAddress server, int count) {
        for (int i = 0; i < count; i++) {
            streams.add(net.connect(server).join());
            messages.add(ByteBuffer.allocateDirect(SIZE));
        }
    }

    @Override
    public void exchange(int times) throws IOException {
        Round round = new Round(streams.size());
        for (int i = 0; i < streams.size(); i++) {
            exchange(streams.get(i), messages.get(i), times, round);
        }
        round.await();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // failures reach the function
    private static void exchange(AsyncNetworkStreamInterface stream, ByteBuffer message, int times, Round round) {
        int[] left = {times};
        stream.write(message.clear())
                .thenCompose(written -> stream.readEach(SIZE, bytes -> answered(stream, message, left)))
                .whenComplete((end, failure) -> {
                    if (failure == null) {
                        round.done();
                    } else {
                        round.fail(failure);
                    }
                });
    }

    private static CompletionStage<Boolean> answered(
            AsyncNetworkStreamInterface stream, ByteBuffer message, int[] left) {
        return --left[0] == 0 ? END : stream.write(message.clear()).thenApply(written -> true);
    }

    @Override
    public void close() {
        for (AsyncNetworkStreamInterface stream : streams) {
            stream.close().join();
        }
    }
}
