// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.Threads;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A stream in memory whose peer is a raw socket. */
abstract class ConnectedTestBase {
    static final Duration SHORT = Duration.ofMillis(200);
    static final Duration LONG = Duration.ofSeconds(30);
    static final int BUFFER = 1024;

    MemoryPair pair;
    NetworkStreamInterface stream;
    MemorySocket far;
    private ClosingWatchdog watchdog;

    @BeforeEach
    void connect() {
        pair = MemoryBackend.pair(BUFFER);
        stream = pair.client();
        far = MemorySocket.of(pair.server());
        watchdog = ClosingWatchdog.after(LONG, stream, far);
    }

    @AfterEach
    void close() throws Exception {
        pair.close();
        watchdog.close();
    }

    /** Platform threads, and virtual ones if the JDK has them. */
    static Stream<Boolean> kindsOfThread() {
        return Threads.virtualAvailable() ? Stream.of(false, true) : Stream.of(false);
    }

    void send(String text) throws Exception {
        far.getOutputStream().write(text.getBytes(US_ASCII));
    }

    static <T> Background<T> blocked(boolean virtual, Callable<T> call) {
        Background<T> background = Background.run(virtual, call);
        Threads.awaitBlocked(background.thread());
        return background;
    }

    static <T> Background<T> blocked(Callable<T> call) {
        return blocked(false, call);
    }

    Background<byte[]> blockedReader(boolean virtual) {
        return blocked(virtual, stream::read);
    }

    /** Writes one byte more than the buffer holds. */
    Background<Void> blockedWriter(boolean virtual) {
        return blocked(virtual, () -> {
            stream.write(new byte[BUFFER + 1]);
            return null;
        });
    }
}
