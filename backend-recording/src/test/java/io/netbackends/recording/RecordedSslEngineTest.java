// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.testsupport.TestPki;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedSslEngineTest {
    private static SSLContext clients;
    private static SSLContext servers;

    private final EventLog log = new EventLog();

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeContexts() {
        TestPki pki = TestPki.create();
        clients = pki.trusting();
        servers = pki.issue("a.test").serverContext();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientIsRecordedFromTheHandshakeToTheEnd(String protocol) throws IOException {
        EnginePair pair = new EnginePair(only(protocol, recorded(log, client())), servers.createSSLEngine());
        assertThat(log.events).isEmpty();
        pair.shake();
        assertThat(pair.send(bytes("GET "), bytes(""), bytes("/\r\n"))).isEqualTo("GET /\r\n");
        assertThat(pair.answer(bytes("hello"))).isEqualTo("hello");
        pair.closeBoth();
        assertThat(log.targets).containsExactly("a.test/<unresolved>:443 by <SSLEngine>");
        assertThat(log.events).element(1).asString().startsWith("tls TLS_");
        log.events.remove(1);
        assertThat(log.events)
                .containsExactly(
                        "connected null a.test/<unresolved>:443",
                        "written GET ",
                        "written /\r\n",
                        "read hel",
                        "read lo",
                        "output shut down",
                        "end",
                        "closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void serverIsRecordedAsAccepting(String protocol) throws IOException {
        EnginePair pair = new EnginePair(only(protocol, client()), recorded(log, servers.createSSLEngine()));
        pair.shake();
        pair.send(bytes("question"));
        pair.answer(bytes("answer"));
        pair.closeBoth();
        // With TLS 1.2, the client's close_notify ends both directions.
        log.events.removeIf(event -> event.startsWith("tls ") || event.equals("output shut down"));
        assertThat(log.events)
                .containsExactly("accepted null null", "read que", "read stion", "written answer", "end", "closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "a.hex", "a.ndjson", "a.pcapng"})
    void engineAndStreamShareTheFileAndTheNumbers(String name) throws IOException {
        Path file = directory.resolve(name);
        try (FileRecorder recorder = FileRecorder.builder(file.toString()).open()) {
            RecordingBackend backend = new RecordingBackend(new ScriptedBackend(new ScriptedStream()), recorder);
            backend.connect("b.test", 1).close();
            EnginePair pair = new EnginePair(backend.recorded(client()), backend.recorded(servers.createSSLEngine()));
            pair.shake();
            pair.send(bytes("GET /plaintext HTTP/1.1\r\nAuthorization: secret\r\n\r\n"));
            pair.closeBoth();
            assertThat(recorder.lostEvents()).isZero();
        }
        String recording = new String(Files.readAllBytes(file), US_ASCII);
        assertThat(recording).contains("a.test", "TLS_").doesNotContain("secret");
        if (name.endsWith("txt")) {
            assertThat(recording)
                    .contains(
                            "[1] --- connected",
                            "[2] --- connected to a.test:443",
                            "[3] --- accepted",
                            "[2] >>> GET /");
        }
    }

    @Test
    void manyRecordsAndManyBuffersAreRecordedWhole() throws IOException {
        EnginePair pair = new EnginePair(recorded(log, client()), servers.createSSLEngine());
        pair.shake();
        String text = "0123456789".repeat(5000);
        ByteBuffer[] pieces = text.chars()
                .mapToObj(c -> bytes(Character.toString(c)))
                .limit(1000)
                .toArray(ByteBuffer[]::new);
        pair.send(bytes(text));
        pair.send(pieces);
        String written = log.events.stream()
                .filter(event -> event.startsWith("written "))
                .map(event -> event.substring("written ".length()))
                .collect(Collectors.joining());
        assertThat(written).isEqualTo(text + text.substring(0, 1000));
    }

    @Test
    void untrustedServerIsRecordedOnceAndIsTheSameToTheProgram() {
        SSLContext strangers = TestPki.selfSigned("a.test").serverContext();
        EnginePair pair = new EnginePair(recorded(log, client()), strangers.createSSLEngine());
        assertThatThrownBy(pair::shake).isInstanceOf(SSLException.class);
        assertThatThrownBy(pair::shake).isInstanceOf(SSLException.class);
        assertThat(log.events).containsOnlyOnce("startTls failed").noneMatch(event -> event.startsWith("tls"));
    }

    @Test
    void truncationIsRecordedWhereTheProgramReportsIt() throws IOException {
        SSLEngine engine = recorded(log, client());
        new EnginePair(engine, servers.createSSLEngine()).shake();
        assertThatThrownBy(engine::closeInbound).isInstanceOf(SSLException.class);
        engine.closeOutbound();
        engine.wrap(bytes(""), ByteBuffer.allocate(20_000));
        assertThat(log.events).endsWith("read failed", "output shut down", "closed");
    }

    @Test
    void engineThatIsForgottenIsRecordedAsClosed() throws IOException {
        shakeAndForget();
        Instant limit = Instant.now().plus(Duration.ofSeconds(60));
        while (!closed() && Instant.now().isBefore(limit)) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(closed()).isTrue();
    }

    /** Locked, since another thread adds the event. */
    private boolean closed() {
        synchronized (log) {
            return log.events.contains("closed");
        }
    }

    private void shakeAndForget() throws IOException {
        Recorder synchronizing = connection -> {
            ConnectionRecorder events = log.opened(connection);
            return new ConnectionRecorder() {
                @Override
                public void read(ByteBuffer bytes) {}

                @Override
                public void written(ByteBuffer bytes) {}

                @Override
                public void closed() throws IOException {
                    synchronized (log) {
                        events.closed();
                    }
                }
            };
        };
        new EnginePair(recorded(synchronizing, client()), servers.createSSLEngine()).shake();
    }

    @Test
    void engineThatIsNeverUsedIsNotRecorded() {
        SSLEngine engine = recorded(log, client());
        engine.closeOutbound();
        assertThat(engine.isOutboundDone()).isTrue();
        assertThat(log.events).isEmpty();
    }

    @Test
    void recorderThatFailsDoesNoHarm() throws IOException {
        try (Warnings warnings = new Warnings()) {
            Recorder failing = connection -> {
                throw new AssertionError("recorder");
            };
            EnginePair pair = new EnginePair(recorded(failing, client()), recorded(failing, servers.createSSLEngine()));
            pair.shake();
            assertThat(pair.send(bytes("still"))).isEqualTo("still");
            pair.closeBoth();
            assertThat(warnings.messages()).contains("a recorder failed; the connection continues unrecorded");
        }
    }

    @Test
    void connectionThatIsNotToBeRecordedIsLeftAlone() throws IOException {
        EnginePair pair = new EnginePair(
                recorded(connection -> ConnectionRecorder.ignoring(), client()), servers.createSSLEngine());
        pair.shake();
        assertThat(pair.send(bytes("still"))).isEqualTo("still");
        pair.closeBoth();
    }

    @Test
    void alpnSelectorSeesTheEngineOfTheProgram() throws IOException {
        SSLEngine server = recorded(log, servers.createSSLEngine());
        SSLEngine[] seen = new SSLEngine[1];
        server.setHandshakeApplicationProtocolSelector((engine, protocols) -> {
            seen[0] = engine;
            return protocols.get(1);
        });
        assertThat(server.getHandshakeApplicationProtocolSelector()).isNotNull();
        SSLEngine client = recorded(new EventLog(), client());
        SSLParameters parameters = client.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        client.setSSLParameters(parameters);
        new EnginePair(client, server).shake();
        assertThat(seen[0]).isSameAs(server);
        assertThat(client.getApplicationProtocol()).isEqualTo("http/1.1");
        assertThat(log.events).anyMatch(event -> event.startsWith("tls ") && event.endsWith(" http/1.1"));
        server.setHandshakeApplicationProtocolSelector(null);
        assertThat(server.getHandshakeApplicationProtocolSelector()).isNull();
    }

    @Test
    void badArgumentsAreTheEnginesOwnMatter() {
        SSLEngine plain = client();
        SSLEngine engine = recorded(log, client());
        ByteBuffer packet = ByteBuffer.allocate(20_000);
        for (SSLEngine each : List.of(plain, engine)) {
            each.setUseClientMode(true);
            assertThatIllegalArgumentException().isThrownBy(() -> each.wrap((ByteBuffer[]) null, 0, 0, packet));
            assertThatThrownBy(() -> each.wrap(new ByteBuffer[1], -1, 1, packet))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> each.unwrap(packet, new ByteBuffer[1], 0, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void engineOnStreamThatRecordsIsNotRecordedTwice() throws IOException {
        RecordingBackend backend = new RecordingBackend(new ScriptedBackend(new ScriptedStream()), log);
        SSLEngine engine = backend.recorded(client());
        backend.connect("a.test", 443).startTls(engine);
        new EnginePair(engine, servers.createSSLEngine()).shake();
        assertThat(log.targets)
                .containsExactly("a.test/<unresolved>:443 by " + new ScriptedBackend(new ScriptedStream()));
    }

    /**
     * Methods that a later JDK adds to SSLEngine must be forwarded as well. The three exceptions call others, or return a
     * known value.
     */
    @Test
    void everyMethodIsPassedOn() {
        List<String> inherited = Arrays.stream(RecordedSslEngine.class.getMethods())
                .filter(method -> method.getDeclaringClass() == SSLEngine.class)
                .filter(method -> !Modifier.isFinal(method.getModifiers()))
                .map(Method::getName)
                .distinct()
                .sorted()
                .toList();
        assertThat(inherited).containsExactly("getPeerHost", "getPeerPort", "unwrap", "wrap");
    }

    private static SSLEngine client() {
        return clients.createSSLEngine("a.test", 443);
    }

    private static SSLEngine recorded(Recorder recorder, SSLEngine engine) {
        return new RecordingBackend(mock(NetworkBackendInterface.class), recorder).recorded(engine);
    }

    private static SSLEngine only(String protocol, SSLEngine engine) {
        engine.setEnabledProtocols(new String[] {protocol});
        return engine;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
