// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Requests to a backend that implements only {@code connect(String, int)}. */
class SimpleConnectTest {
    private static final ConnectRequest HOST = ConnectRequest.to("host.example", 80);

    private final List<String> connected = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final NetworkStreamInterface stream = new ForwardingNetworkStream(new MemoryStream()) {
        @Override
        public void close() {
            closed.countDown();
        }
    };
    private final CancellationSignal signal = new CancellationSignal();
    private final CompletableFuture<Thread> connecting = new CompletableFuture<>();
    private final CountDownLatch late = new CountDownLatch(1);

    private final NetworkBackendInterface backend = new NetworkBackendInterface() {
        @Override
        public NetworkStreamInterface connect(String host, int port) throws IOException {
            connected.add(host + ":" + port);
            if (host.endsWith(".2")) {
                throw new ConnectException("refused by " + host);
            }
            if (host.startsWith("slow")) {
                connecting.complete(Thread.currentThread());
                awaitLate();
            }
            return stream;
        }

        @Override
        public String toString() {
            return "<TestBackend>";
        }
    };

    /** Returns a stream even if it is interrupted. */
    private void awaitLate() {
        try {
            late.await();
        } catch (InterruptedException e) {
            // then the stream is already late
        }
    }

    private static List<InetAddress> addresses(int... last) throws IOException {
        List<InetAddress> addresses = new CopyOnWriteArrayList<>();
        for (int each : last) {
            addresses.add(InetAddress.getByAddress("named.example", new byte[] {127, 0, 0, (byte) each}));
        }
        return addresses;
    }

    @Test
    void aHostAloneIsConnectedToByName() throws Exception {
        assertThat(backend.connect(HOST)).isSameAs(stream);
        assertThat(connected).containsExactly("host.example:80");
    }

    @Test
    void addressesAreConnectedToInDigitsOneAfterTheOther() throws Exception {
        assertThat(backend.connect(HOST.withAddresses(addresses(2, 1, 3)))).isSameAs(stream);
        assertThat(connected).containsExactly("127.0.0.2:80", "127.0.0.1:80");
    }

    @Test
    void ifNoAddressAnswersTheFailureNamesTheHostAndTheOthersAreSuppressed() throws Exception {
        ConnectRequest request = HOST.withAddresses(addresses(2, 2));
        assertThatThrownBy(() -> backend.connect(request))
                .isInstanceOf(ConnectException.class)
                .hasMessage("connect to host.example:80: refused by 127.0.0.2")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void optionsAndALocalAddressAreRefusedBeforeAnythingIsDone() {
        assertThatThrownBy(() -> backend.connect(HOST.withOption(StandardSocketOptions.SO_RCVBUF, 1)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("SO_RCVBUF")
                .hasMessageContaining("<TestBackend>");
        assertThatThrownBy(() -> backend.connect(
                        HOST.withLocalAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(connected).isEmpty();
    }

    @Test
    void aCancelledConnectEndsAtOnceAndWhatComesLateIsClosed() throws Exception {
        Background<NetworkStreamInterface> call = Background.run(
                () -> backend.connect(ConnectRequest.to("slow", 80).withCancellation(signal)));
        connecting.get(30, TimeUnit.SECONDS);
        signal.cancel();
        assertThat(call.failure()).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptEndsACallThatCanBeCancelledAndStaysSet() throws Exception {
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        Background<Boolean> call = Background.run(() -> {
            caller.complete(Thread.currentThread());
            assertThatThrownBy(
                            () -> backend.connect(ConnectRequest.to("slow", 80).withCancellation(signal)))
                    .isInstanceOf(InterruptedIOException.class);
            return Thread.currentThread().isInterrupted();
        });
        connecting.get(30, TimeUnit.SECONDS);
        caller.get().interrupt();
        assertThat(call.get()).isTrue();
        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCallThatCanBeCancelledKeepsTheDeadlinesAndTheFailuresOfAnyOther() throws Exception {
        assertThat(backend.connect(HOST.withCancellation(signal))).isSameAs(stream);
        assertThatThrownBy(
                        () -> backend.connect(HOST.withAddresses(addresses(2)).withCancellation(signal)))
                .isInstanceOf(ConnectException.class);
        NetworkBackendInterface waiting = (host, port) -> {
            Timeout.check("connect to " + host);
            return stream;
        };
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> waiting.connect(HOST.withCancellation(signal)))
                    .isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(closed.getCount()).isEqualTo(1);
    }

    @Test
    void anEarlierCancelConnectsToNothing() {
        signal.cancel();
        assertThatThrownBy(() -> backend.connect(HOST.withCancellation(signal)))
                .isInstanceOf(NetworkStreamClosedException.class);
        assertThat(connected).isEmpty();
    }

    @Test
    void theThreadOfACancelledConnectServesTheNextOneWithoutItsInterrupt() throws Exception {
        aCancelledConnectEndsAtOnceAndWhatComesLateIsClosed();
        Threads.awaitBlocked(connecting.get()); // idle
        NetworkBackendInterface looking = (host, port) -> {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            return stream;
        };
        assertThat(looking.connect(HOST.withCancellation(new CancellationSignal())))
                .isSameAs(stream);
    }
}
