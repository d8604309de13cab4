// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ConnectRequest;
import io.netbackends.internal.NetworkFuture;
import io.netbackends.internal.NetworkFutures;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AsyncForwardingNetworkBackendTest {
    private static final class ManualCall extends NetworkFuture<AsyncNetworkStreamInterface> {}

    private final ManualCall call = new ManualCall();
    private final AtomicInteger closed = new AtomicInteger();

    private final AsyncNetworkStreamInterface stream =
            new AsyncForwardingNetworkStream(new CountedStream(0, Runnable::run)) {
                @Override
                public CompletableFuture<Void> close() {
                    closed.incrementAndGet();
                    return NetworkFutures.completed(null);
                }
            };

    private final AsyncNetworkBackendInterface manual = new AsyncNetworkBackendInterface() {
        @Override
        public CompletableFuture<AsyncNetworkStreamInterface> connect(String host, int port) {
            return call;
        }
    };

    @Test
    void connectionThatIsMadeAtTheMomentOfATimeoutIsDelivered() {
        CompletableFuture<AsyncNetworkStreamInterface> connect =
                new AsyncForwardingNetworkBackend(manual) {}.connect(ConnectRequest.to("localhost", 1));
        // Functions of one future run in the reverse order: this one runs before the decorator learns of the stream.
        call.thenRun(() -> assertThat(connect.completeExceptionally(new TimeoutException()))
                .isFalse());
        call.complete(stream);
        assertThat(connect).isCompletedWithValue(stream);
        assertThat(closed).hasValue(0);
    }

    @Test
    void failureIsTheVeryOneOfTheCall() {
        ConnectException refused = new ConnectException("refused");
        CompletableFuture<AsyncNetworkStreamInterface> connect =
                new AsyncForwardingNetworkBackend(manual) {}.connect("localhost", 1);
        call.completeExceptionally(refused);
        assertThat(connect.handle((opened, failure) -> failure)).isCompletedWithValue(refused);
    }

    @Test
    void streamThatCannotBeDecoratedIsClosed() {
        IllegalStateException no = new IllegalStateException("no");
        CompletableFuture<AsyncNetworkStreamInterface> connect = new AsyncForwardingNetworkBackend(manual) {
            @Override
            protected AsyncNetworkStreamInterface decorate(AsyncNetworkStreamInterface opened) {
                throw no;
            }
        }.connect("localhost", 1);
        call.complete(stream);
        assertThatThrownBy(connect::join).hasCause(no);
        assertThat(closed).hasValue(1);
    }
}
