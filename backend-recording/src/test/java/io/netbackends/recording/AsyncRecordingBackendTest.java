// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.nio.AsyncNioBackend;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AsyncRecordingBackendTest {
    private static final int ROUNDS = 500;

    private final AsyncNetworkBackendInterface plain = new AsyncNioBackend();
    private final EventLog log = new EventLog();
    private final AsyncNetworkBackendInterface net = new AsyncRecordingBackend(plain, log);

    @Test
    void connectsOfEveryKindAreRecorded() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            get(net.connect("127.0.0.1", peer.port()));
            get(net.connect(peer.address()));
            get(net.connect(ConnectRequest.to("127.0.0.1", peer.port())));
        }
        assertThat(log.targets)
                .hasSize(3)
                .allMatch(target -> target.matches("(127.0.0.1|localhost)/<unresolved>:\\d+ by .*"))
                .allMatch(target -> target.endsWith(" by " + plain));
        assertThat(log.events).allMatch(event -> event.startsWith("connected /127.0.0.1:"));
    }

    @Test
    void connectThatFailsIsRecorded() throws Exception {
        int port = PlainServer.closedPort();
        assertThat(Background.run(() -> get(net.connect("127.0.0.1", port))).failure())
                .hasCauseInstanceOf(ConnectException.class);
        assertThat(log.events).containsExactly("not connected to 127.0.0.1/<unresolved>:" + port + " by " + plain);
    }

    @Test
    void cancelledConnectIsRecordedAsOneThatFailed() throws Exception {
        try (PlainServer peer = PlainServer.blackhole()) {
            CompletableFuture<AsyncNetworkStreamInterface> connect = net.connect("127.0.0.1", peer.port());
            assertThat(connect.cancel(true)).isTrue();
            assertThat(log.failures)
                    .singleElement()
                    .isInstanceOf(NetworkStreamClosedException.class)
                    .asString()
                    .endsWith("connect to 127.0.0.1:" + peer.port() + ": the call was cancelled");
        }
    }

    @Test
    void badArgumentsFailAndLeaveNoTrace() {
        assertThat(net.connect("localhost", -1)).isCompletedExceptionally();
        assertThat(net.connect((ConnectRequest) null)).isCompletedExceptionally();
        assertThat(log.events).isEmpty();
    }

    @Test
    void cancelledAcceptLeavesTheConnectionToTheNextWhichRecordsIt() throws Exception {
        AsyncNetworkListenerInterface listener = get(net.listen("127.0.0.1", 0));
        assertThat(listener.accept().cancel(true)).isTrue();
        try (Socket client = new Socket()) {
            client.connect(listener.getLocalAddress());
            AsyncNetworkStreamInterface accepted = get(listener.accept());
            assertThat(log.events)
                    .singleElement()
                    .asString()
                    .startsWith("accepted ")
                    .endsWith(":" + client.getLocalPort());
            get(accepted.close());
        }
        get(listener.close());
    }

    @Test
    void everyByteIsRecordedOnceHoweverManyReadsAreCancelled() throws Exception {
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (PlainServer peer = PlainServer.listening();
                TextRecorder recorder = TextRecorder.to(text)) {
            AsyncNetworkStreamInterface stream =
                    get(new AsyncRecordingBackend(plain, recorder).connect(peer.address()));
            try (Socket accepted = peer.accept()) {
                for (int i = 0; i < ROUNDS; i++) {
                    CompletableFuture<byte[]> read = stream.read(100);
                    accepted.getOutputStream().write(("line " + i + "\n").getBytes(US_ASCII));
                    if (!read.cancel(true)) {
                        received.writeBytes(get(read));
                    }
                }
                accepted.shutdownOutput();
                received.writeBytes(get(stream.readAll(100_000)));
            }
            get(stream.close());
        }
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < ROUNDS; i++) {
            sent.append("line ").append(i).append('\n');
        }
        assertThat(received.toString(US_ASCII)).isEqualTo(sent.toString());
        assertThat(text.toString()
                        .lines()
                        .filter(line -> line.startsWith("[1] <<< "))
                        .map(line -> line.substring(8)))
                .isEqualTo(sent.toString().lines().toList());
        assertThat(text).doesNotContain("failed");
    }

    @Test
    void itSaysWhatItRecords() {
        assertThat(net).hasToString("<AsyncRecordingBackend [" + plain + "]>");
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }
}
