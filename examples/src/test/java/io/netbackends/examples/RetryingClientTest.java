// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.faults.Fault;
import io.netbackends.faults.FaultBuilder;
import io.netbackends.faults.Faults;
import io.netbackends.junit.FaultyNetwork;
import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests the client with connections that break at every byte of the exchange. */
@ExtendWith(AmbientLimit.class)
@FaultyNetwork(backend = "memory")
class RetryingClientTest {
    private static final int REQUEST = "GET name\n".length();
    private static final int ANSWER = "the value of name\n".length();

    private static NetworkServer serve(NetworkBackendInterface net) throws IOException {
        return NetworkServer.serve(net.listen("kv.test", 7000), RetryingClientTest::answer);
    }

    private static void answer(NetworkStreamInterface stream) {
        try {
            String request = PlainServer.readLine(stream.inputStream());
            stream.write(("the value of " + request.substring("GET ".length()) + "\n").getBytes(US_ASCII));
        } catch (IOException | StringIndexOutOfBoundsException e) {
            // the connection broke, as intended
        }
    }

    private static void breakAtEveryByte(
            NetworkBackendInterface net, Faults faults, Function<FaultBuilder, Fault> breaking) throws IOException {
        try (NetworkServer server = serve(net)) {
            RetryingClient client = new RetryingClient(net, "kv.test", 7000);
            for (int offset = 0; offset < REQUEST + ANSWER; offset++) {
                faults.clear();
                faults.add(
                        breaking.apply(Faults.on("kv.test:7000").connection(1).afterBytes(offset)));
                assertThat(client.get("name", 2))
                        .as("broken at byte %s", offset)
                        .isEqualTo("the value of name");
            }
            assertThat(faults.injected()).as("one for each byte").hasSize(REQUEST + ANSWER);
        }
    }

    @Test
    void aResetAtAnyByteIsSurvived(NetworkBackendInterface net, Faults faults) throws IOException {
        breakAtEveryByte(net, faults, FaultBuilder::reset);
    }

    @Test
    void anEndAtAnyByteIsSurvived(NetworkBackendInterface net, Faults faults) throws IOException {
        breakAtEveryByte(net, faults, FaultBuilder::cut);
    }

    @Test
    void aRefusedConnectIsSurvived(NetworkBackendInterface net, Faults faults) throws IOException {
        faults.add(Faults.on("*").connection(1).refuseConnect());
        try (NetworkServer server = serve(net)) {
            assertThat(new RetryingClient(net, "kv.test", 7000).get("name", 2)).isEqualTo("the value of name");
        }
    }

    @Test
    void theLastFailureIsTheCallers(NetworkBackendInterface net, Faults faults) throws IOException {
        faults.add(Faults.on("*").connection(1).refuseConnect());
        faults.add(Faults.on("kv.test").reading().reset());
        try (NetworkServer server = serve(net)) {
            assertThatThrownBy(() -> new RetryingClient(net, "kv.test", 7000).get("name", 2))
                    .isInstanceOf(SocketException.class)
                    .isNotInstanceOf(ConnectException.class);
        }
    }

    @Test
    void theDeadlineCoversAllAttempts(NetworkBackendInterface net, Faults faults) throws IOException {
        faults.add(Faults.on("kv.test").reading().stall());
        try (NetworkServer server = serve(net);
                Timeout overall = Timeout.after(Duration.ofMillis(50))) {
            assertThatThrownBy(() -> new RetryingClient(net, "kv.test", 7000).get("name", 1000))
                    .isInstanceOf(NetworkTimeoutException.class);
        }
    }
}
