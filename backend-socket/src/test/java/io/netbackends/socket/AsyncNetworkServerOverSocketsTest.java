// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkServer;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** An asynchronous server with real connections, from clients of the plain JDK. */
class AsyncNetworkServerOverSocketsTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void manyClientsAreServedAtATime() throws Exception {
        AsyncNetworkServer server = serve(AsyncNetworkServerOverSocketsTest::echo);
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Socket client = connect(server);
            client.getOutputStream().write(i);
            clients.add(client);
        }
        for (int i = clients.size() - 1; i >= 0; i--) {
            try (Socket client = clients.get(i)) {
                assertThat(client.getInputStream().read()).isEqualTo(i);
                client.shutdownOutput();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(server.close()).succeedsWithin(LONG);
    }

    @Test
    void aClientThatResetsItsConnectionSpoilsNoOther() throws Exception {
        AsyncNetworkServer server = serve(stream -> stream.write("x".getBytes(US_ASCII))
                .exceptionally(reset -> null)); // depending on the timing, a reset causes a failure or not
        PlainServer.reset(connect(server));

        try (Socket next = connect(server)) {
            assertThat(next.getInputStream().readAllBytes()).asString(US_ASCII).isEqualTo("x");
        }
        assertThat(server.close()).succeedsWithin(LONG);
    }

    @Test
    void closeEndsTheReadsOfHandlersAndTheListener() throws Exception {
        AsyncNetworkListenerInterface listener =
                AsyncNetworkBackend.named("socket").listen("127.0.0.1", 0).get();
        AsyncNetworkServer server = AsyncNetworkServer.serve(listener, AsyncNetworkServerOverSocketsTest::echo);
        try (Socket client = connect(server)) {
            client.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);

            assertThat(server.close()).succeedsWithin(LONG);

            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(server.ended()).succeedsWithin(LONG);
        }
        assertThat(listener.isOpen()).isFalse();
    }

    private static CompletionStage<?> echo(AsyncNetworkStreamInterface stream) {
        return stream.readEach(100, bytes -> stream.write(bytes).thenApply(written -> true));
    }

    private static AsyncNetworkServer serve(Function<AsyncNetworkStreamInterface, CompletionStage<?>> handler)
            throws Exception {
        return AsyncNetworkServer.serve(
                AsyncNetworkBackend.named("socket").listen("127.0.0.1", 0).get(), handler);
    }

    private static Socket connect(AsyncNetworkServer server) throws IOException {
        InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout((int) LONG.toMillis()); // a server that does not serve makes the test fail, not hang
        return socket;
    }
}
