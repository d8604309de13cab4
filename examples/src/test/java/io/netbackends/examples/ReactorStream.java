// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.nio.ByteBuffer;
import java.util.function.Function;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A stream for Project Reactor. Calls start when a subscriber subscribes, and end when it cancels. */
final class ReactorStream {
    private final AsyncNetworkStreamInterface stream;
    private final Flux<ByteBuffer> reads;

    private ReactorStream(AsyncNetworkStreamInterface stream) {
        this.stream = stream;
        this.reads = JdkFlowAdapter.flowPublisherToFlux(stream.readPublisher(8192));
    }

    /** Connects, and closes the stream when the body ends, fails or is cancelled. */
    static <T> Flux<T> use(
            AsyncNetworkBackendInterface net, String host, int port, Function<ReactorStream, Flux<T>> body) {
        Mono<ReactorStream> connecting = Mono.fromFuture(() -> net.connect(host, port))
                .map(ReactorStream::new)
                // A connection opened at the moment of a cancel has no subscriber, and is closed here.
                .doOnDiscard(AsyncNetworkStreamInterface.class, AsyncNetworkStreamInterface::close);
        return Flux.usingWhen(connecting, body, opened -> Mono.fromFuture(opened.stream::close));
    }

    /** The unread bytes: one publisher for the whole stream, so that a cancel loses no bytes. */
    Flux<ByteBuffer> read() {
        return reads;
    }

    Mono<Void> write(Flux<ByteBuffer> buffers) {
        return Mono.fromFuture(() -> stream.writeAll(JdkFlowAdapter.publisherToFlowPublisher(buffers)));
    }
}
