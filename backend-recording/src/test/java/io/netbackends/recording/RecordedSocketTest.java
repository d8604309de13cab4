// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.recording.format.Tshark;
import io.netbackends.recording.program.HttpsClient;
import io.netbackends.socket.SocketBackend;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings over real sockets, as a user sees them. */
class RecordedSocketTest {
    private static final List<Path> MODULES = Stream.of(
                    NetworkBackend.class, SocketBackend.class, RecordingBackend.class)
            .map(Jars::of)
            .toList();
    private static final Path PROGRAM = Jars.of(HttpsClient.class);
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nSet-Cookie: id=1\r\n\r\nhello\n";

    @TempDir
    private Path directory;

    @Test
    void httpsIsPrintedInPlaintextToStandardError() throws Exception {
        List<Path> classPath =
                Stream.concat(MODULES.stream(), Stream.of(PROGRAM)).toList();
        assertRecordedOnStandardError(ChildJvm.classPath(classPath));
    }

    @Test
    void httpsIsPrintedInPlaintextFromTheModulePathToo() throws Exception {
        String modulePath = MODULES.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        assertRecordedOnStandardError(ChildJvm.classPath(List.of(PROGRAM))
                .jvmArgs("--module-path", modulePath)
                .jvmArgs("--add-modules", "io.netbackends.socket,io.netbackends.recording"));
    }

    private void assertRecordedOnStandardError(ChildJvm child) throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            ChildJvm.Result result = runAgainst(peer, child);
            assertThat(result.err()).matches(transcript(peer));
            assertThat(result.out()).isEqualTo(ANSWER);
        }
    }

    @Test
    void httpsIsRecordedInFileInstead() throws Exception {
        Path file = directory.resolve("record.txt");
        List<Path> classPath =
                Stream.concat(MODULES.stream(), Stream.of(PROGRAM)).toList();
        try (PlainServer peer = PlainServer.listening()) {
            ChildJvm.Result result = runAgainst(
                    peer, ChildJvm.classPath(classPath).property("netbackends.recording.file", file.toString()));
            assertThat(result.err()).isEmpty();
            assertThat(Files.readString(file)).matches(transcript(peer));
        }
    }

    @Test
    void httpsIsHttpInTheEyesOfWireshark() throws Exception {
        Path file = directory.resolve("record.pcapng");
        List<Path> classPath =
                Stream.concat(MODULES.stream(), Stream.of(PROGRAM)).toList();
        try (PlainServer peer = PlainServer.listening()) {
            runAgainst(peer, ChildJvm.classPath(classPath).property("netbackends.recording.file", file.toString()));
        }
        Tshark tshark = new Tshark(file);
        tshark.assertFlawless();
        assertThat(tshark.fields("http", "http.request.uri", "http.authorization", "http.response.code"))
                .containsExactly("/secret\t************\t", "\t\t200");
        assertThat(tshark.follow(0).get(1)).asString().isEqualTo(ANSWER.replace("id=1", "****"));
        assertThat(tshark.fields("frame.comment contains TLSv1.3", "frame.comment"))
                .singleElement()
                .asString()
                .startsWith("TLS from here on: TLSv1.3 TLS_");
    }

    @Test
    void acceptedConnectionsAreRecordedToo() throws IOException {
        StringBuilder text = new StringBuilder();
        RecordingBackend backend = new RecordingBackend(new SocketBackend(), TextRecorder.to(text));
        try (NetworkListenerInterface listener = backend.listen("127.0.0.1", 0);
                Socket client = new Socket()) {
            client.connect(listener.getLocalAddress());
            try (NetworkStreamInterface stream = listener.accept()) {
                client.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
                stream.inputStream().readAllBytes();
                stream.write("bye".getBytes(StandardCharsets.US_ASCII));
                stream.shutdownOutput();
                assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("bye");
            }
            InetSocketAddress from = (InetSocketAddress) client.getLocalSocketAddress();
            assertThat(text).hasToString("[1] --- accepted from 127.0.0.1:" + from.getPort() + "\n" + """
                              [1] <<< hello
                              [1] --- end of stream
                              [1] >>> bye
                              [1] --- output shut down
                              [1] --- closed
                              """);
        }
    }

    @Test
    void timedOutReadIsShownAndLosesNothing() throws IOException {
        StringBuilder text = new StringBuilder();
        RecordingBackend backend = new RecordingBackend(new SocketBackend(), TextRecorder.to(text));
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = backend.connect("127.0.0.1", peer.port());
                Socket socket = peer.accept()) {
            try (Timeout timeout = Timeout.after(Duration.ofMillis(20))) {
                assertThatThrownBy(stream::read).isInstanceOf(NetworkTimeoutException.class);
            }
            socket.getOutputStream().write("late\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(stream.read()).asString().isEqualTo("late\n");
            List<String> lines = text.toString().lines().toList();
            assertThat(lines).hasSize(3).last().isEqualTo("[1] <<< late");
            assertThat(lines.get(1)).startsWith("[1] --- read failed: NetworkTimeoutException: ");
        }
    }

    private static String transcript(PlainServer peer) {
        return """
               \\[1] --- connected to 127\\.0\\.0\\.1:%d
               \\[1] --- TLSv1\\.3 TLS_\\w+
               \\[1] >>> GET /secret HTTP/1\\.1
               \\[1] >>> Host: localhost
               \\[1] >>> Authorization: \\*{12}
               \\[1] >>>\s
               \\[1] <<< HTTP/1\\.1 200 OK
               \\[1] <<< Set-Cookie: \\*{4}
               \\[1] <<<\s
               \\[1] <<< hello
               \\[1] --- end of stream
               \\[1] --- closed
               """.formatted(peer.port());
    }

    private ChildJvm.Result runAgainst(PlainServer peer, ChildJvm child) throws Exception {
        TestPki pki = TestPki.create();
        peer.serveTls(pki.issue("localhost").serverContext(), RecordedSocketTest::answer);
        return child.property("netbackends.backend", "recording")
                .property("javax.net.ssl.trustStore", trustStore(pki).toString())
                .property("javax.net.ssl.trustStorePassword", "changeit")
                .run(HttpsClient.class.getName(), String.valueOf(peer.port()));
    }

    private static void answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        while (!PlainServer.readLine(in).isEmpty()) {
            // Up to the end of the headers.
        }
        socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
    }

    private Path trustStore(TestPki pki) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", pki.certificate());
        Path file = directory.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        return file;
    }
}
