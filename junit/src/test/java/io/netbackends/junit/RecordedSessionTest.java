// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.memory.MemoryBackend;
import io.netbackends.recording.Redaction;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a recorded test while its other threads are still active. */
class RecordedSessionTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final MemoryBackend net = new MemoryBackend();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    @Test
    void waitsForWhatIsBeingRecorded() throws Exception {
        CompletableFuture<Thread> finishing = new CompletableFuture<>();
        CountDownLatch writing = new CountDownLatch(1);
        Redaction redaction = (connection, written) -> bytes -> {
            writing.countDown();
            Threads.awaitBlocked(finishing.orTimeout(LONG.toSeconds(), SECONDS).join());
        };
        try (NetworkListenerInterface listener = net.listen("localhost", 80)) {
            RecordedSession session = session("test.ndjson", redaction);
            NetworkStreamInterface stream = closedAfterwards(session.backend().connect("localhost", 80));
            Background<@Nullable Void> write = Background.run(() -> {
                stream.write("late".getBytes(UTF_8));
                return null;
            });
            assertThat(writing.await(LONG.toSeconds(), SECONDS)).isTrue();
            Background<@Nullable Void> finish = Background.run(() -> {
                session.finish(null);
                return null;
            });
            finishing.complete(finish.thread());
            finish.get();
            write.get();
            assertThat(listener).isNotNull();
        }
        assertThat(directory.resolve("test.ndjson")).content().contains("\"late\"");
    }

    /** A reader notices only then that its stream was closed. */
    @Test
    void whatComesLaterIsNoLoss() throws Exception {
        try (NetworkListenerInterface listener = net.listen("localhost", 80)) {
            for (int i = 0; i < 100; i++) {
                RecordedSession session = session(i + ".ndjson", Redaction.off());
                NetworkStreamInterface stream =
                        closedAfterwards(session.backend().connect("localhost", 80));
                Background<byte[]> read = Background.run(stream::read);
                Threads.awaitBlocked(read.thread());
                listener.accept().close();
                session.finish(null);
                assertThat(read.get()).isEmpty();
            }
        }
    }

    @Test
    void aBackendThatCannotBeHadLeavesNoFile() {
        IllegalArgumentException missing = new IllegalArgumentException("no such backend");
        assertThatThrownBy(() -> RecordedSession.open(
                        directory.resolve("test.ndjson"),
                        () -> {
                            throw missing;
                        },
                        null,
                        Redaction.off(),
                        "test"))
                .isSameAs(missing);
        assertThat(directory).isEmptyDirectory();
    }

    private NetworkStreamInterface closedAfterwards(NetworkStreamInterface stream) {
        opened.add(stream);
        opened.add(ClosingWatchdog.after(LONG, stream));
        return stream;
    }

    private RecordedSession session(String file, Redaction redaction) throws IOException {
        return RecordedSession.open(directory.resolve(file), () -> net, null, redaction, "test");
    }
}
