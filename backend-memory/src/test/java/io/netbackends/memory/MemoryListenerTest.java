// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static io.netbackends.memory.Interruption.assertEndsAsInterrupted;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connecting and accepting, with waits for room in the backlog and for connections. */
class MemoryListenerTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    private final MemoryBackend net = MemoryBackend.builder().backlog(2).build();
    private final Queue<NetworkStreamInterface> clients = new ConcurrentLinkedQueue<>();
    private NetworkListenerInterface listener;
    private ClosingWatchdog watchdog;

    @BeforeEach
    void listen() throws Exception {
        listener = net.listen("api.test", 80);
        watchdog = ClosingWatchdog.after(Duration.ofSeconds(30), listener, this::closeClients);
    }

    @AfterEach
    void close() throws Exception {
        listener.close();
        closeClients();
        watchdog.close();
    }

    static Stream<Boolean> kindsOfThread() {
        return ConnectedTestBase.kindsOfThread();
    }

    @Test
    void connectionsAreAcceptedInTheirOrder() throws Exception {
        connect().write(new byte[] {1});
        connect().write(new byte[] {2});
        assertThat(listener.accept().read()).containsExactly(1);
        assertThat(listener.accept().read()).containsExactly(2);
    }

    @Test
    void whatIsWrittenBeforeAcceptingWaitsInTheBuffer() throws Exception {
        NetworkStreamInterface client = connect();
        client.write(new byte[65536]);
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(() -> client.write(new byte[1])).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(listener.accept().inputStream().readNBytes(65536)).hasSize(65536);
    }

    @Test
    void connectionClosedBeforeItIsAcceptedIsAccepted() throws Exception {
        NetworkStreamInterface client = connect();
        client.write("bye".getBytes(US_ASCII));
        client.close();
        assertThat(listener.accept().inputStream().readAllBytes()).isEqualTo("bye".getBytes(US_ASCII));
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void acceptWaitsForAConnection(boolean virtual) throws Exception {
        Background<NetworkStreamInterface> accept = ConnectedTestBase.blocked(virtual, listener::accept);
        NetworkStreamInterface client = connect();
        accept.get().write(new byte[] {3});
        assertThat(client.read()).containsExactly(3);
    }

    @Test
    void severalThreadsMayAccept() throws Exception {
        Background<NetworkStreamInterface> one = ConnectedTestBase.blocked(listener::accept);
        Background<NetworkStreamInterface> other = ConnectedTestBase.blocked(listener::accept);
        connect();
        connect();
        assertThat(one.get()).isNotSameAs(other.get());
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void acceptTimesOutAndTheListenerGoesOn(boolean virtual) throws Exception {
        Background<Void> timed = Background.run(virtual, () -> {
            try (Timeout timeout = Timeout.after(SHORT)) {
                assertThatThrownBy(listener::accept)
                        .isInstanceOf(NetworkTimeoutException.class)
                        .hasMessage("accept on api.test:80 timed out: the deadline of 0.2 s has passed");
                assertThat(timeout.isExpired()).isTrue();
            }
            return null;
        });
        timed.get();
        connect();
        assertThat(listener.accept()).isNotNull();
    }

    @Test
    void expiredDeadlineAcceptsNothingEvenIfAConnectionWaits() throws Exception {
        connect();
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(listener::accept).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(listener.accept()).isNotNull();
    }

    @Test
    void underAnExpiredDeadlineNoConnectionIsMade() throws Exception {
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(this::connect)
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageStartingWith("connect to api.test:80");
        }
        assertNothingPending();
    }

    @Test
    void onAnInterruptedThreadNeitherConnectsNorAccepts() throws Exception {
        connect();
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::connect)
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(NetworkTimeoutException.class);
        assertThatThrownBy(listener::accept)
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(NetworkTimeoutException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(listener.accept()).isNotNull();
        assertNothingPending();
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void connectToAFullBacklogWaitsForTheNextAccept(boolean virtual) throws Exception {
        fillBacklog();
        Background<NetworkStreamInterface> third = ConnectedTestBase.blocked(virtual, this::connect);
        listener.accept();
        third.get().write(new byte[] {3});
        listener.accept();
        assertThat(listener.accept().read()).containsExactly(3);
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void connectToAFullBacklogTimesOutAndLeavesNothingBehind(boolean virtual) throws Exception {
        fillBacklog();
        Background<Void> timed = Background.run(virtual, () -> {
            try (Timeout timeout = Timeout.after(SHORT)) {
                assertThatThrownBy(this::connect)
                        .isInstanceOf(NetworkTimeoutException.class)
                        .hasMessage("connect to api.test:80 timed out: the deadline of 0.2 s has passed");
                assertThat(timeout.isExpired()).isTrue();
            }
            return null;
        });
        timed.get();
        listener.accept();
        listener.accept();
        assertNothingPending();
    }

    @Test
    void aDeadlineThatIsCancelledWhileConnectingIsLifted() throws Exception {
        fillBacklog();
        Duration time = Duration.ofSeconds(1); // enough to cancel it in time even on a busy machine
        Background<NetworkStreamInterface> accepts;
        try (Timeout timeout = Timeout.after(time)) {
            Thread caller = Thread.currentThread();
            accepts = Background.run(() -> {
                Threads.awaitBlocked(caller);
                timeout.cancel();
                try (NetworkListenerInterface silent = net.listen("silent.test", 0);
                        Timeout outlasting = Timeout.after(time.plus(SHORT))) {
                    assertThatThrownBy(silent::accept).isInstanceOf(NetworkTimeoutException.class);
                }
                return listener.accept();
            });
            assertThat(connect()).isNotNull();
        }
        accepts.get();
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void anInterruptEndsABlockedConnectAndABlockedAccept(boolean virtual) throws Exception {
        assertEndsAsInterrupted(virtual, listener::accept);
        fillBacklog();
        assertEndsAsInterrupted(virtual, this::connect);
        listener.accept();
        listener.accept();
        assertNothingPending();
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void closingTheListenerRefusesWaitingConnects(boolean virtual) throws Exception {
        fillBacklog();
        Background<NetworkStreamInterface> third = ConnectedTestBase.blocked(virtual, this::connect);
        listener.close();
        assertThat(third.failure())
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("connect to api.test:80");
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void closingTheListenerEndsABlockedAccept(boolean virtual) throws Exception {
        Background<NetworkStreamInterface> accept = ConnectedTestBase.blocked(virtual, listener::accept);
        listener.close();
        assertThat(accept.failure())
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasMessage("accept on api.test:80: the listener is closed");
    }

    @Test
    void closingTheListenerResetsOnlyConnectionsThatWereNotAccepted() throws Exception {
        NetworkStreamInterface accepted = connect();
        NetworkStreamInterface server = listener.accept();
        NetworkStreamInterface pending = connect();
        listener.close();
        assertThatThrownBy(pending::read)
                .isInstanceOf(SocketException.class)
                .hasMessage("read from api.test:80: Connection reset");
        server.write(new byte[] {1});
        assertThat(accepted.read()).containsExactly(1);
    }

    @Test
    void aClosedListenerAcceptsNoMoreAndItsAddressIsFree() throws Exception {
        listener.close();
        assertThatThrownBy(listener::accept).isInstanceOf(NetworkStreamClosedException.class);
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        try (NetworkListenerInterface next = net.listen("api.test", 80)) {
            listener.close();
            connect();
            assertThat(next.accept()).isNotNull();
        }
        assertThat(listener).hasToString("<NetworkListener [\"api.test:80\" CLOSED]>");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void thereIsNoBacklogWithoutRoom(int backlog) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryBackend.builder().backlog(backlog))
                .withMessage("backlog (" + backlog + ") must be positive");
    }

    private NetworkStreamInterface connect() throws Exception {
        NetworkStreamInterface client = net.connect("api.test", 80);
        clients.add(client);
        return client;
    }

    private void closeClients() throws IOException {
        for (NetworkStreamInterface client : clients) {
            client.close();
        }
    }

    private void fillBacklog() throws Exception {
        connect();
        connect();
    }

    private void assertNothingPending() {
        try (Timeout timeout = Timeout.after(Duration.ofMillis(50))) {
            assertThatThrownBy(listener::accept).isInstanceOf(NetworkTimeoutException.class);
        }
    }
}
