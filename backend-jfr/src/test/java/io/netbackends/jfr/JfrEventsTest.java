// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.async.BlockingBackend;
import io.netbackends.memory.MemoryBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import jdk.jfr.Name;
import jdk.jfr.consumer.RecordedEvent;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The events of each call and their fields, in both halves. */
class JfrEventsTest {
    private static final byte[] MESSAGE = "hello".getBytes(US_ASCII);

    private static RecordedEvents recorded;

    @BeforeAll
    static void record() {
        recorded = new RecordedEvents();
    }

    @AfterAll
    static void stop() {
        recorded.close();
    }

    /**
     * A resolver with one host, which answers only at the second of its addresses. Each resolver has another first address:
     * see {@link RecordedEvents}.
     */
    private static final class TwoAddresses implements HostResolver {
        private static final AtomicInteger LAST = new AtomicInteger(1);

        final String refusing = "127.0.0." + LAST.incrementAndGet();

        @Override
        public List<InetAddress> resolve(String host) throws IOException {
            if (!host.equals("two.test")) {
                throw new UnknownHostException(host);
            }
            return List.of(InetAddress.getByName(refusing), InetAddress.getByName("127.0.0.1"));
        }
    }

    enum Half {
        BLOCKING {
            @Override
            NetworkBackendInterface open(HostResolver resolver) {
                return new JfrBackend(NioBackend.builder().resolver(resolver).build());
            }
        },
        ASYNCHRONOUS {
            @Override
            NetworkBackendInterface open(HostResolver resolver) {
                return BlockingBackend.of(new AsyncJfrBackend(
                        NioBackend.builder().resolver(resolver).buildAsync()));
            }
        };

        abstract NetworkBackendInterface open(HostResolver resolver);
    }

    private static void exchange(NetworkStreamInterface stream) throws IOException {
        stream.write(MESSAGE);
        assertThat(stream.inputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
    }

    private static List<String> kinds(List<RecordedEvent> events) {
        return events.stream().map(RecordedEvents::kind).toList();
    }

    private static RecordedEvent one(List<RecordedEvent> events, String kind) {
        List<RecordedEvent> found = events.stream()
                .filter(event -> RecordedEvents.kind(event).equals(kind))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionHasEventsFromItsLookupToItsClose(Half half) throws Exception {
        TwoAddresses resolver = new TwoAddresses();
        try (PlainServer server = PlainServer.listening().serve(PlainServer.echo())) {
            List<RecordedEvent> events = recorded.during(() -> {
                try (NetworkStreamInterface stream = half.open(resolver).connect("two.test", server.port())) {
                    exchange(stream);
                }
                return null;
            });
            assertThat(kinds(events))
                    .containsSubsequence("Lookup", "ConnectAttempt", "ConnectAttempt", "Connect", "Write")
                    .contains("Read", "FirstByte", "Close")
                    .doesNotContain("Failure", "Timeout", "TlsHandshake");
            assertThat(events)
                    .allSatisfy(event -> assertThat(event.getString("host")).isEqualTo("two.test"))
                    .allSatisfy(event -> assertThat(event.getInt("port")).isEqualTo(server.port()))
                    .extracting(event -> event.getLong("connection"))
                    .containsOnly(events.get(0).getLong("connection"));
            assertThat(events.get(0).getEventType().getCategoryNames()).containsExactly("Network backends");
            assertThat(one(events, "Lookup").getString("addresses")).isEqualTo(resolver.refusing + " 127.0.0.1");
            assertThat(one(events, "Connect").getString("address")).contains("127.0.0.1:" + server.port());
            assertThat(one(events, "Connect").getInt("attempts")).isEqualTo(2);
            assertThat(one(events, "Write").getLong("bytes")).isEqualTo(MESSAGE.length);
            assertThat(one(events, "Close").getBoolean("aborted")).isFalse();
            assertThat(events)
                    .filteredOn(event -> RecordedEvents.kind(event).equals("ConnectAttempt"))
                    .extracting(event -> event.getString("outcome"))
                    .containsExactly("failed", "connected");
        }
    }

    @Test
    void aHandshakeTellsWhetherASessionWasResumed() throws Exception {
        TestPki pki = TestPki.create();
        try (PlainServer server = PlainServer.listening()
                .serveTls(pki.issue("localhost", "127.0.0.1").serverContext(), PlainServer.echo())) {
            List<RecordedEvent> handshakes = recorded
                    .during(() -> {
                        for (Half half : Half.values()) {
                            SSLContext client = pki.trusting();
                            exchangeOverTls(half, client, server.port());
                            exchangeOverTls(half, client, server.port());
                        }
                        return null;
                    })
                    .stream()
                    .filter(event -> RecordedEvents.kind(event).equals("TlsHandshake"))
                    .toList();
            assertThat(handshakes)
                    .allSatisfy(event -> assertThat(event.getString("protocol")).isEqualTo("TLSv1.3"))
                    .allSatisfy(event -> assertThat(event.getString("cipher")).startsWith("TLS_"))
                    .extracting(event -> event.getBoolean("resumed"))
                    .containsExactly(false, true, false, true);
        }
    }

    private static void exchangeOverTls(Half half, SSLContext client, int port) throws IOException {
        try (NetworkStreamInterface stream = half.open(new TwoAddresses()).connect("127.0.0.1", port)) {
            stream.startTls(client, "localhost");
            exchange(stream);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTimeoutTellsItsDeadline(Half half) throws Exception {
        try (PlainServer server = PlainServer.listening().serve(PlainServer.silent())) {
            List<RecordedEvent> events = recorded.during(() -> {
                try (NetworkStreamInterface stream =
                                half.open(new TwoAddresses()).connect("127.0.0.1", server.port());
                        Timeout timeout = Timeout.after(Duration.ofMillis(20))) {
                    assertThatThrownBy(() -> stream.read(1)).isInstanceOf(NetworkTimeoutException.class);
                }
                return null;
            });
            RecordedEvent timeout = one(events, "Timeout");
            assertThat(timeout.getString("operation")).isEqualTo("read");
            assertThat(timeout.getDuration("deadline")).isEqualTo(Duration.ofMillis(20));
            assertThat(timeout.getString("message")).contains("127.0.0.1:" + server.port());
            assertThat(kinds(events)).doesNotContain("Failure", "Read");
        }
    }

    @Test
    void failuresTellWhatHasFailed() throws Exception {
        int port = PlainServer.closedPort();
        List<RecordedEvent> events = recorded.during(() -> {
            for (Half half : Half.values()) {
                NetworkBackendInterface net = half.open(new TwoAddresses());
                assertThatThrownBy(() -> net.connect("127.0.0.1", port)).isInstanceOf(ConnectException.class);
                assertThatThrownBy(() -> net.connect("unknown.test", port)).isInstanceOf(UnknownHostException.class);
            }
            return null;
        });
        Tuple refused = tuple("connect", ConnectException.class.getName());
        Tuple unknown = tuple("connect", UnknownHostException.class.getName());
        assertThat(events)
                .filteredOn(event -> RecordedEvents.kind(event).equals("Failure"))
                .extracting(event -> event.getString("operation"), event -> event.getString("exception"))
                .containsExactly(refused, unknown, refused, unknown);
        assertThat(events)
                .filteredOn(event -> RecordedEvents.kind(event).equals("Lookup"))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getString("failure")).contains("unknown.test"))
                .allSatisfy(event -> assertThat(event.getString("addresses")).isNull());
    }

    @Test
    void aBackendThatTellsNoAttemptsHasItsConnectsRecordedAndSoAreAcceptedStreams() throws Exception {
        NetworkBackendInterface net = new JfrBackend(new MemoryBackend());
        List<RecordedEvent> events = recorded.during(() -> {
            try (NetworkListenerInterface listener = net.listen("api.test", 80);
                    NetworkStreamInterface client = net.connect("api.test", 80);
                    NetworkStreamInterface accepted = listener.accept()) {
                client.write(MESSAGE);
                accepted.read(8);
                accepted.abort();
            }
            return null;
        });
        assertThat(one(events, "Connect").getInt("attempts")).isZero();
        assertThat(one(events, "Connect").getString("host")).isEqualTo("api.test");
        assertThat(one(events, "Read").getLong("connection"))
                .isNotEqualTo(one(events, "Connect").getLong("connection"));
        assertThat(events)
                .filteredOn(event -> RecordedEvents.kind(event).equals("Close"))
                .extracting(event -> event.getBoolean("aborted"))
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void theKindsOfEventsAreThoseOfTheDocumentation() throws Exception {
        String document = Files.readString(Path.of("../docs/decorators.md"));
        assertThat(Set.of(
                        LookupEvent.class,
                        ConnectEvent.class,
                        ConnectAttemptEvent.class,
                        TlsHandshakeEvent.class,
                        FirstByteEvent.class,
                        ReadEvent.class,
                        WriteEvent.class,
                        CloseEvent.class,
                        TimeoutEvent.class,
                        FailureEvent.class))
                .extracting(type -> type.getAnnotation(Name.class).value())
                .allMatch(name -> document.contains("`" + name + "`"));
    }
}
