// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.async.BlockingBackend;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Requests to an asynchronous backend that implements only {@code connect(String, int)}. */
class AsyncSimpleConnectTest {
    private static final ConnectRequest HOST = ConnectRequest.to("host.example", 80);

    private final List<String> connected = new ArrayList<>();
    private final CancellationSignal signal = new CancellationSignal();
    private final CompletableFuture<AsyncNetworkStreamInterface> slow = new CompletableFuture<>();
    private final AsyncNetworkStreamInterface stream;

    private final AsyncNetworkBackendInterface backend = new AsyncNetworkBackendInterface() {
        @Override
        public CompletableFuture<AsyncNetworkStreamInterface> connect(String host, int port) {
            connected.add(host + ":" + port);
            if (host.endsWith(".2")) {
                return CompletableFuture.failedFuture(new ConnectException("refused by " + host));
            }
            if (host.endsWith(".3")) {
                return CompletableFuture.failedFuture(new NetworkTimeoutException("late", Duration.ZERO));
            }
            return host.startsWith("slow") ? slow : CompletableFuture.completedFuture(stream);
        }

        @Override
        public String toString() {
            return "<TestBackend>";
        }
    };

    AsyncSimpleConnectTest() throws Exception {
        stream = AsyncNetworkBackend.overThreads((host, port) -> new MemoryStream())
                .connect("any", 1)
                .get();
    }

    private static List<InetAddress> addresses(int... last) throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (int each : last) {
            addresses.add(InetAddress.getByAddress("named.example", new byte[] {127, 0, 0, (byte) each}));
        }
        return addresses;
    }

    @Test
    void aHostIsConnectedToByNameAndAnAddressInDigits() throws Exception {
        assertThat(backend.connect(HOST)).isCompletedWithValue(stream);
        assertThat(backend.connect(new InetSocketAddress(addresses(1).get(0), 80)))
                .isCompletedWithValue(stream);
        assertThat(connected).containsExactly("host.example:80", "127.0.0.1:80");
    }

    @Test
    void addressesAreConnectedToOneAfterTheOtherUntilOneAnswersOrThereIsNoTime() throws Exception {
        assertThat(backend.connect(HOST.withAddresses(addresses(2, 1, 3)))).isCompletedWithValue(stream);
        assertThat(failure(backend.connect(HOST.withAddresses(addresses(2, 3, 1)))))
                .isInstanceOf(NetworkTimeoutException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(connected).containsExactly("127.0.0.2:80", "127.0.0.1:80", "127.0.0.2:80", "127.0.0.3:80");
    }

    @Test
    void ifNoAddressAnswersTheFailureNamesTheHostAndTheOthersAreSuppressed() throws Exception {
        assertThat(failure(backend.connect(HOST.withAddresses(addresses(2, 2)))))
                .isInstanceOf(ConnectException.class)
                .hasMessage("connect to host.example:80: refused by 127.0.0.2")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void optionsALocalAddressAndNothingAreRefusedBeforeAnythingIsDone() {
        assertThat(failure(backend.connect(HOST.withOption(StandardSocketOptions.SO_RCVBUF, 1))))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("SO_RCVBUF")
                .hasMessageContaining("<TestBackend>");
        assertThat(failure(backend.connect(
                        HOST.withLocalAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(failure(backend.connect((ConnectRequest) null))).isInstanceOf(NullPointerException.class);
        assertThat(connected).isEmpty();
    }

    @Test
    void theSignalCancelsTheConnectAndAnEarlierOneConnectsToNothing() {
        CompletableFuture<AsyncNetworkStreamInterface> call =
                backend.connect(ConnectRequest.to("slow", 80).withCancellation(signal));
        assertThat(call).isNotDone();

        signal.cancel();

        assertThat(slow).isCancelled();
        assertThat(failure(call))
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasMessage("connect to slow:80: the connect was cancelled");
        assertThat(failure(backend.connect(HOST.withCancellation(signal))))
                .isInstanceOf(NetworkStreamClosedException.class);
        assertThat(connected).containsExactly("slow:80");
    }

    @Test
    void aCancellationOfTheFutureStaysOneAlthoughThereIsASignal() {
        CompletableFuture<AsyncNetworkStreamInterface> call =
                backend.connect(ConnectRequest.to("slow", 80).withCancellation(signal));

        assertThat(call.cancel(true)).isTrue();

        assertThat(slow).isCancelled();
        assertThat(failure(call)).isInstanceOf(CancellationException.class);
        signal.cancel();
    }

    @Test
    void theBridgesConnectByIt() throws Exception {
        try (NetworkStreamInterface blocking = BlockingBackend.of(backend).connect(HOST.withCancellation(signal))) {
            assertThat(blocking.isOpen()).isTrue();
        }
        assertThat(AsyncNetworkBackend.overThreads(BlockingBackend.of(backend)).connect("host.example", 80))
                .succeedsWithin(Duration.ofSeconds(10));
    }

    private static Throwable failure(CompletableFuture<?> call) {
        try {
            return new AssertionError("gave " + call.get());
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | CancellationException e) {
            return e;
        }
    }
}
