// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.async.AsyncForwardingNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.nio.AsyncNioBackend;
import io.netbackends.testsupport.PlainServer;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AsyncProxyBackendTest {
    /** Reads a byte, and then the end of the connection. */
    private static PlainServer.Script waiting(CountDownLatch asked, CountDownLatch gone) {
        return client -> {
            try {
                client.getInputStream().read();
                asked.countDown();
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            } finally {
                gone.countDown();
            }
        };
    }

    @Test
    void aConnectThatIsCancelledOrTimedOutLeavesNoConnection() throws Exception {
        for (boolean cancelled : new boolean[] {true, false}) {
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch gone = new CountDownLatch(1);
            try (PlainServer proxy =
                    PlainServer.listening().toleratingIoFailures().serve(waiting(asked, gone))) {
                CompletableFuture<AsyncNetworkStreamInterface> connecting = new AsyncProxyBackend(
                                new AsyncNioBackend(), Proxies.through("socks5h://127.0.0.1:" + proxy.port()))
                        .connect("api.test", 443);
                assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
                if (cancelled) {
                    assertThat(connecting.cancel(true)).isTrue();
                } else {
                    connecting.orTimeout(1, TimeUnit.MILLISECONDS);
                }
                assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(connecting).isCompletedExceptionally();
            }
        }
    }

    @Test
    void aConnectionThatComesAfterTheEndIsClosed() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        CancellationSignal signal = new CancellationSignal();
        try (PlainServer proxy =
                PlainServer.listening().toleratingIoFailures().serve(waiting(new CountDownLatch(1), gone))) {
            AsyncNetworkStreamInterface late =
                    new AsyncNioBackend().connect("127.0.0.1", proxy.port()).get(30, TimeUnit.SECONDS);
            AsyncNetworkBackendInterface delegate = new AsyncForwardingNetworkBackend(new AsyncNioBackend()) {
                @Override
                public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
                    signal.cancel();
                    return CompletableFuture.completedFuture(late);
                }
            };
            CompletableFuture<AsyncNetworkStreamInterface> connecting = new AsyncProxyBackend(
                            delegate, Proxies.through("socks5h://127.0.0.1:" + proxy.port()))
                    .connect(ConnectRequest.to("api.test", 443).withCancellation(signal));
            assertThat(connecting).isCompletedExceptionally();
            assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(late.isOpen()).isFalse();
        }
    }
}
