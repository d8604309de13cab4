// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.fasterxml.jackson.core.JsonParseException;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.replay.ReplayMismatchException;
import io.netbackends.replay.WriteMatcher;
import io.netbackends.socket.SocketBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Tests that are recorded with a server, and run from the recording without it. */
class RecordedTest {
    /** The data that the tests below send, and the server's address; set by the tests that run them. */
    private static String greeting = "hello";

    private static int port;
    private static boolean failing;
    private static boolean hiding;
    private static boolean replayed;

    @TempDir
    Path directory;

    private final AtomicInteger connections = new AtomicInteger();
    private NetworkServer server;

    static final class One {
        @Test
        @Recorded("one.ndjson")
        void talks(NetworkBackendInterface net) throws IOException {
            talk(net);
            assertThat(failing).isFalse();
        }
    }

    @Recorded(value = "class.ndjson", lenient = true, backend = "socket")
    static final class Several {
        @Test
        void talksOnce(NetworkBackendInterface net) throws IOException {
            talk(net);
        }

        @RepeatedTest(2)
        void talksAgain(NetworkBackendInterface net) throws IOException {
            talk(net);
        }

        @Test
        void hasNoUseForANetwork() {}
    }

    static final class WithExtension {
        @RegisterExtension
        final RecordedNetwork net = RecordedNetwork.of("extension.ndjson")
                .backend(new SocketBackend())
                .lenient(WriteMatcher.anything());

        @Test
        void talks() throws IOException {
            replayed = net.isReplay();
            talk(net);
        }
    }

    static final class Async {
        @Test
        @Recorded("async.ndjson")
        void talks(AsyncNetworkBackendInterface net) {
            talkWithoutWaiting(net);
        }
    }

    static final class AsyncWithExtension {
        @RegisterExtension
        final RecordedNetwork net = RecordedNetwork.of("extension.ndjson");

        @Test
        void talks() {
            talkWithoutWaiting(net.async());
        }
    }

    static final class Idle {
        @Test
        @Recorded("idle.ndjson")
        void neverConnects(NetworkBackendInterface net) {
            assertThat(net).isNotNull();
        }
    }

    static final class WithoutParameter {
        @Test
        @Recorded("idle.ndjson")
        void hasNoParameter() {}
    }

    static final class IdleWithExtension {
        @RegisterExtension
        final RecordedNetwork net = RecordedNetwork.of("idle.ndjson");

        @Test
        void neverConnects() {}
    }

    static final class Wrapping {
        @Test
        @Recorded("one.ndjson")
        void talks(NetworkBackendInterface net) {
            try {
                talk(net);
            } catch (IOException e) {
                throw new IllegalStateException("wrapped", e);
            }
        }
    }

    private static void talk(NetworkBackendInterface net) throws IOException {
        try (NetworkStreamInterface stream = net.connect("localhost", port)) {
            stream.write(greeting.getBytes(UTF_8));
            assertThat(new String(stream.read(), UTF_8)).isEqualTo("HELLO");
        } catch (ReplayMismatchException e) {
            if (!hiding) {
                throw e;
            }
        }
    }

    private static void talkWithoutWaiting(AsyncNetworkBackendInterface net) {
        byte[] answer = net.connect("localhost", port)
                .thenCompose(opened -> opened.use(
                        stream -> stream.write(greeting.getBytes(UTF_8)).thenCompose(sent -> stream.read())))
                .join();
        assertThat(answer).asString(UTF_8).isEqualTo("HELLO");
    }

    @BeforeEach
    void serve() throws Exception {
        server = NetworkServer.serve(new SocketBackend().listen("localhost", 0), stream -> {
            connections.incrementAndGet();
            String heard = new String(stream.read(), UTF_8);
            stream.write(heard.toUpperCase(Locale.ROOT).getBytes(UTF_8));
        });
        port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        greeting = "hello";
        failing = false;
        hiding = false;
        System.setProperty(RecordedNetwork.DIRECTORY, directory.toString());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        System.clearProperty(RecordedNetwork.DIRECTORY);
        System.clearProperty(RecordedSession.MODE);
    }

    @Test
    void theFirstRunRecordsAndTheNextNeedsNoServer() throws Exception {
        assertPasses(One.class, 1);
        assertThat(files()).containsExactly("one.ndjson");
        assertPasses(One.class, 1);
        assertThat(connections).hasValue(1);
        server.close();
        assertPasses(One.class, 1);
    }

    @Test
    void callersThatDoNotWaitAreRecordedAndReplayedToo() throws Exception {
        assertPasses(Async.class, 1);
        assertPasses(AsyncWithExtension.class, 1);
        assertThat(files()).containsExactlyInAnyOrder("async.ndjson", "extension-talks.ndjson");
        server.close();
        assertPasses(Async.class, 1);
        assertPasses(AsyncWithExtension.class, 1);
        greeting = "Hello";
        assertThat(failure(Async.class)).hasCauseInstanceOf(ReplayMismatchException.class);
    }

    @Test
    void eachTestAndEachInvocationHasAFileOfItsOwn() throws Exception {
        assertPasses(Several.class, 4);
        assertThat(files())
                .containsExactlyInAnyOrder(
                        "class-talksOnce.ndjson", "class-talksAgain-1.ndjson", "class-talksAgain-2.ndjson");
        server.close();
        assertPasses(Several.class, 4);
    }

    @Test
    void anExtensionObjectHasMoreSettings() throws Exception {
        assertPasses(WithExtension.class, 1);
        assertThat(replayed).isFalse();
        assertThat(files()).containsExactly("extension-talks.ndjson");
        server.close();
        greeting = "HELLO";
        assertPasses(WithExtension.class, 1);
        assertThat(replayed).isTrue();
        assertThatThrownBy(() -> new WithExtension().net.connect("localhost", 1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aStaleRecordingSaysHowToRenewItAndIsRenewed() throws Exception {
        assertPasses(One.class, 1);
        greeting = "Hello";
        assertThat(failure(One.class))
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("byte 0 is not the recorded one")
                .hasMessageContaining("run this test with -Dnetbackends.recorded=renew, or delete ")
                .hasMessageContaining("one.ndjson");
        System.setProperty(RecordedSession.MODE, "renew");
        assertPasses(One.class, 1);
        System.setProperty(RecordedSession.MODE, "replay");
        assertPasses(One.class, 1);
    }

    @Test
    void aTestThatHidesADifferenceFailsAllTheSame() throws Exception {
        assertPasses(One.class, 1);
        greeting = "Hello";
        hiding = true;
        assertThat(failure(One.class)).isInstanceOf(ReplayMismatchException.class);
        failing = true;
        assertThat(failure(One.class))
                .isInstanceOf(AssertionError.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasOnlyElementsOfType(ReplayMismatchException.class));
    }

    @Test
    void aTestThatFailsLeavesNoRecordingAndAnOldOneAsItWas() throws Exception {
        failing = true;
        assertThat(failure(One.class)).isInstanceOf(AssertionError.class);
        assertThat(files()).isEmpty();
        Files.writeString(directory.resolve("one.ndjson"), "old");
        System.setProperty(RecordedSession.MODE, "renew");
        failure(One.class);
        assertThat(directory.resolve("one.ndjson")).hasContent("old");
    }

    @Test
    void recordsNothingWhereOnlyReplaysAreAllowed() throws Exception {
        System.setProperty(RecordedSession.MODE, "replay");
        assertThat(failure(One.class))
                .hasMessageContaining("recording (" + directory.resolve("one.ndjson") + ") cannot be used")
                .hasMessageContaining("NoSuchFileException");
        assertThat(files()).isEmpty();
        System.setProperty(RecordedSession.MODE, "often");
        assertThat(failure(One.class))
                .hasMessageContaining("netbackends.recorded (often) must be auto, renew or replay");
    }

    @Test
    void aDamagedRecordingSaysHowToRenewIt() throws Exception {
        Files.writeString(directory.resolve("one.ndjson"), "nonsense\n");
        assertThat(failure(One.class))
                .hasMessageContaining("talks(NetworkBackendInterface): recording (" + directory.resolve("one.ndjson"))
                .hasMessageContaining("line 1: this is not a recording")
                .hasMessageContaining("; if the program")
                .hasRootCauseInstanceOf(JsonParseException.class);
    }

    private static void assertPasses(Class<?> tests, int count) {
        TestExecutionSummary summary = run(tests);
        assertThat(summary.getFailures()).extracting(f -> f.getException()).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(count);
    }

    private static Throwable failure(Class<?> tests) {
        List<TestExecutionSummary.Failure> failures = run(tests).getFailures();
        assertThat(failures).hasSize(1);
        return failures.get(0).getException();
    }

    private static TestExecutionSummary run(Class<?> tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aTestThatNeverConnectsFailsAndLeavesNoRecording() throws Exception {
        assertThat(failure(Idle.class))
                .hasMessageContaining("neverConnects(NetworkBackendInterface) opens no connection");
        assertThat(failure(WithoutParameter.class)).hasMessageContaining("hasNoParameter() has no parameter");
        assertPasses(IdleWithExtension.class, 1);
        assertThat(files()).isEmpty();
        System.setProperty(RecordedSession.MODE, "replay");
        assertPasses(IdleWithExtension.class, 1);
    }

    @Test
    void aRecordingThatIsNotUsedFails() throws Exception {
        assertPasses(One.class, 1);
        Files.copy(directory.resolve("one.ndjson"), directory.resolve("idle.ndjson"));
        Files.copy(directory.resolve("one.ndjson"), directory.resolve("idle-neverConnects.ndjson"));
        assertThat(failure(Idle.class)).hasMessageContaining("idle.ndjson is not used: the test opens no connection");
        assertThat(failure(IdleWithExtension.class)).hasMessageContaining("idle-neverConnects.ndjson is not used");
    }

    @Test
    void aDifferenceThatTheTestWrapsIsShownOnce() throws Exception {
        assertPasses(One.class, 1);
        greeting = "Hello";
        StringWriter trace = new StringWriter();
        failure(Wrapping.class).printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString())
                .containsOnlyOnce("ReplayMismatchException: ")
                .containsOnlyOnce("written: ");
    }

    @Test
    void anotherPortIsNoReasonToRenew() throws Exception {
        assertPasses(One.class, 1);
        port++;
        assertThat(failure(One.class))
                .hasMessageContaining("@Recorded(lenient = true)")
                .hasMessageNotContaining("renew");
    }

    @Test
    void aLinkIsFollowedWhenARecordingIsRenewed() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(directory.resolve("one.ndjson"), elsewhere.resolve("kept.ndjson"));
        assertPasses(One.class, 1);
        System.setProperty(RecordedSession.MODE, "renew");
        assertPasses(One.class, 1);
        assertThat(link).isSymbolicLink();
        assertThat(elsewhere.resolve("kept.ndjson")).content().contains("netbackends-ndjson");
        assertThat(files()).containsExactlyInAnyOrder("one.ndjson", "elsewhere");
    }
}
