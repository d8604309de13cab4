// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.memory.MemoryBackend;
import io.netbackends.memory.MemorySocket;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A recording that is served to real clients. */
class ReplayHandlerTest extends ReplayTestBase {
    private final MemoryBackend net = new MemoryBackend();
    private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

    @Test
    void clientsGetTheConnectionsInTheirOrderWithoutTls() throws Exception {
        Recording recording = Recording.begin()
                .open(1, "a", 443)
                .tls(1, "")
                .write(1, "GET 1")
                .read(1, "one")
                .eof(1)
                .close(1)
                .open(2, "b", 80)
                .read(2, "greeting")
                .write(2, "GET 2")
                .read(2, "two")
                .close(2);
        try (NetworkServer server = serve(ReplayBackend.of(recording.save(directory)), null)) {
            NetworkStreamInterface first = client();
            first.write(bytes("GET 1"));
            assertThat(text(first.inputStream().readAllBytes())).isEqualTo("one");
            NetworkStreamInterface second = client();
            assertThat(text(second.read())).isEqualTo("greeting");
            second.write(bytes("GET 2"));
            assertThat(text(second.read())).isEqualTo("two");
            second.shutdownOutput();
            assertThat(second.read()).isEmpty();
            client().write(bytes("GET 3"));
            assertThat(nextFailure()).contains("all recorded connections to it are used up: 2");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void connectionsThatWereAcceptedArePlayedFromTheSideOfTheServer() throws Exception {
        Recording recording = Recording.begin()
                .event(1, "open", "\"role\":\"server\",\"backend\":\"\"")
                .read(1, "GET 1")
                .write(1, "one")
                .eof(1)
                .close(1);
        try (NetworkServer server = serve(ReplayBackend.of(recording.save(directory)), null)) {
            NetworkStreamInterface client = client();
            client.write(bytes("GET 1"));
            assertThat(text(client.read())).isEqualTo("one");
            client.shutdownOutput();
            assertThat(client.read()).isEmpty();
            assertThat(server).isNotNull();
        }
    }

    @Test
    void onlyThoseToOneTarget() throws Exception {
        Recording recording =
                Recording.begin().open(1, "a", 80).read(1, "a").open(2, "b", 80).read(2, "b");
        try (NetworkServer server =
                serve(ReplayBackend.of(recording.save(directory)), InetSocketAddress.createUnresolved("b", 80))) {
            assertThat(text(client().read())).isEqualTo("b");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void aClientThatSaysSomethingElseIsCutOff() throws Exception {
        Recording recording = connection().write(1, "GET 1").read(1, "one");
        try (NetworkServer server = serve(ReplayBackend.of(recording.save(directory)), null)) {
            NetworkStreamInterface client = client();
            client.write(bytes("GET 2"));
            assertThat(nextFailure()).contains("byte 4 is not the recorded one");
            assertThatThrownBy(() -> {
                        if (client.read().length == 0) {
                            throw new EOFException();
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(server).isNotNull();
        }
    }

    @Test
    void aClientThatGoesEarlyLeavesNothingBehind() throws Exception {
        Recording recording = connection().write(1, "GET 1").read(1, "one");
        try (NetworkServer server = serve(ReplayBackend.of(recording.save(directory)), null)) {
            NetworkStreamInterface client = client();
            client.write(bytes("GET"));
            client.shutdownOutput();
            assertThat(nextFailure()).contains("the program writes no more, but 2 bytes were expected first");
            assertThat(server).isNotNull();
        }
    }

    /** The responding thread closes the client before its task is done. */
    @Test
    void answersThatFailAreTheReasonAndNotTheClientThatWasClosedForIt() throws Exception {
        Recording recording = connection().error(1, "read", "java.net.SocketException", "Connection reset");
        NetworkStreamInterface client;
        CountDownLatch requestsEnded = new CountDownLatch(1);
        Thread requests = Thread.currentThread();
        try (NetworkListenerInterface listener = net.listen("replay", 1)) {
            client = client();
            NetworkStreamInterface accepted = new ForwardingNetworkStream(listener.accept()) {
                @Override
                public int read(ByteBuffer dst) throws IOException {
                    try {
                        return super.read(dst);
                    } catch (IOException e) {
                        requestsEnded.countDown();
                        throw e;
                    }
                }

                @Override
                public void close() throws IOException {
                    super.close();
                    if (Thread.currentThread() != requests) {
                        try {
                            requestsEnded.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        Threads.awaitBlocked(requests); // as if it waited for the reason
                    }
                }
            };
            NetworkServer.Handler handler =
                    ReplayBackend.of(recording.save(directory)).handler(null);
            assertThatThrownBy(() -> handler.handle(accepted)).hasMessageContaining("Connection reset");
        }
        assertThat(client.isOpen()).isTrue();
    }

    /** The replay tries each time to send the response, since it cannot know whether the client has sent its request. */
    @Test
    void partOfARequestIsNoRequestWhileMoreMayCome() throws Exception {
        Recording recording =
                connection().read(1, "abc").read(1, "def").write(1, "GET 1").read(1, "one");
        ReplayBackend backend = ReplayBackend.builder(recording.save(directory))
                .lenient(WriteMatcher.anything())
                .build();
        MemoryBackend narrow = MemoryBackend.builder().bufferSize(1).build();
        try (NetworkListenerInterface listener = narrow.listen("replay", 1)) {
            NetworkStreamInterface client = closedAfterwards(narrow.connect("replay", 1));
            NetworkStreamInterface accepted = listener.accept();
            Background<@Nullable Void> handler = Background.run(() -> {
                backend.handler(null, LONG).handle(accepted);
                return null;
            });
            client.write(bytes("GET"));
            Threads.awaitBlocked(handler.thread());
            assertThat(text(client.inputStream().readNBytes(6))).isEqualTo("abcdef");
            client.write(bytes(" 1"));
            client.shutdownOutput();
            assertThat(text(client.inputStream().readNBytes(3))).isEqualTo("one");
            client.close();
            handler.get();
        }
    }

    @Test
    void aShortRequestIsAnsweredWhenTheClientPauses() throws Exception {
        Recording recording = connection()
                .read(1, "greeting")
                .write(1, "GET 1 with much behind it")
                .read(1, "one")
                .close(1);
        ReplayBackend backend = ReplayBackend.builder(recording.save(directory))
                .lenient(WriteMatcher.anything())
                .build();
        try (NetworkServer server = NetworkServer.serve(
                net.listen("replay", 1),
                stream -> backend.handler(null, Duration.ZERO).handle(stream))) {
            NetworkStreamInterface client = client();
            assertThat(text(client.read())).isEqualTo("greeting");
            client.write(bytes("GET"));
            assertThat(text(client.read())).isEqualTo("one");
            assertThat(server).isNotNull();
        }
    }

    private NetworkServer serve(ReplayBackend backend, InetSocketAddress target) throws Exception {
        NetworkServer.Handler handler = backend.handler(target);
        return NetworkServer.serve(net.listen("replay", 1), stream -> {
            try {
                handler.handle(stream);
            } catch (Exception e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        });
    }

    private NetworkStreamInterface client() throws Exception {
        return closedAfterwards(net.connect("replay", 1));
    }

    private String nextFailure() throws InterruptedException {
        return failures.poll(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void aPortProbeTakesNoConnection() throws Exception {
        Recording recording = connection().write(1, "GET 1").read(1, "one").close(1);
        try (NetworkServer server = serve(ReplayBackend.of(recording.save(directory)), null)) {
            client().close();
            MemorySocket.of(client()).reset();
            NetworkStreamInterface silent = client();
            NetworkStreamInterface client = client();
            client.write(bytes("GET 1"));
            assertThat(text(client.read())).isEqualTo("one");
            client.shutdownOutput();
            assertThat(client.read()).isEmpty();
            silent.close();
            assertThat(server).isNotNull();
        }
        assertThat(failures).isEmpty();
    }

    /** After a client has received the waiting connection, the next client receives the next one. */
    @Test
    void aClientThatIsSilentGetsTheNextConnectionOnWhichTheServerSpeaksFirst() throws Exception {
        Recording recording = connection()
                .write(1, "GET 1")
                .read(1, "one")
                .close(1)
                .open(2, "localhost", 80)
                .read(2, "greeting")
                .close(2);
        try (NetworkServer server = serve(ReplayBackend.of(recording.save(directory)), null)) {
            NetworkStreamInterface silent = client();
            Background<byte[]> greeting = blocked(silent::read);
            NetworkStreamInterface client = client();
            client.write(bytes("GET 1"));
            assertThat(text(client.read())).isEqualTo("one");
            assertThat(text(greeting.get())).isEqualTo("greeting");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void anHttpClientIsToldTheDifferenceOnce() throws Exception {
        Recording recording = connection()
                .write(1, "GET /1 HTTP/1.1\r\n\r\n")
                .read(1, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1")
                .write(1, "GET /2 HTTP/1.1\r\n\r\n")
                .read(1, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
        try (NetworkServer server = serve(ReplayBackend.of(recording.save(directory)), null)) {
            NetworkStreamInterface client = client();
            client.write(bytes("GET /1 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n"));
            client.shutdownOutput();
            String heard = text(client.inputStream().readAllBytes());
            assertThat(heard)
                    .startsWith("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1HTTP/1.1 409 Conflict\r\n")
                    .contains("is not the recorded one")
                    .contains("[here]3")
                    .containsOnlyOnce("recorded: ");
            String failure = nextFailure();
            assertThat(heard).endsWith(failure + "\n");
            NetworkStreamInterface second = client();
            second.write(bytes("GET /1 HTTP/1.1\r\n\r\n"));
            second.shutdownOutput();
            assertThat(text(second.inputStream().readAllBytes()))
                    .startsWith("HTTP/1.1 409 Conflict\r\n")
                    .contains("are used up: 1");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void halfOfAnotherRequestIsNotAnsweredWithTheRecordedResponse() throws Exception {
        Recording recording =
                connection().write(1, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n").read(1, "HTTP/1.1 200 OK\r\n\r\n");
        ReplayBackend backend = ReplayBackend.builder(recording.save(directory))
                .lenient(WriteMatcher.http())
                .build();
        try (NetworkServer server = serve(backend, null)) {
            NetworkStreamInterface client = client();
            client.write(bytes("GET /a HTTP/1.1\r\nHo"));
            client.shutdownOutput();
            assertThat(text(client.inputStream().readAllBytes()))
                    .startsWith("HTTP/1.1 409 ")
                    .contains("the program writes no more before it has written the recorded bytes");
            assertThat(server).isNotNull();
        }
    }
}
