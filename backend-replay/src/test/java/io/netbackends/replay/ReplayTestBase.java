// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Streams that replay a hand-written recording, and are closed after each test. */
abstract class ReplayTestBase {
    static final Duration SHORT = Duration.ofMillis(200);
    static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    NetworkStreamInterface connect(Recording recording) throws IOException {
        return connect(ReplayBackend.of(recording.save(directory)));
    }

    NetworkStreamInterface connectLeniently(Recording recording, WriteMatcher matcher) throws IOException {
        return connect(ReplayBackend.builder(recording.save(directory))
                .lenient(matcher)
                .build());
    }

    NetworkStreamInterface connect(ReplayBackend backend) throws IOException {
        return closedAfterwards(backend.connect("localhost", 80));
    }

    NetworkStreamInterface closedAfterwards(NetworkStreamInterface stream) {
        opened.add(stream);
        opened.add(ClosingWatchdog.after(LONG, stream));
        return stream;
    }

    /** One connection with these events. */
    static Recording connection() {
        return Recording.begin().open(1, "localhost", 80);
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    static <T> Background<T> blocked(Callable<T> call) {
        return blocked(false, call);
    }

    static <T> Background<T> blocked(boolean virtual, Callable<T> call) {
        Background<T> background = Background.run(virtual, call);
        Threads.awaitBlocked(background.thread());
        return background;
    }

    /** Platform threads, and virtual ones if the JDK has them. */
    static Stream<Boolean> kindsOfThread() {
        return Threads.virtualAvailable() ? Stream.of(false, true) : Stream.of(false);
    }
}
