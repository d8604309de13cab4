// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Deadlines on a replayed stream: each bounds a whole call. */
class ReplayDeadlineTest extends ReplayTestBase {
    private static final String TIMEOUT = "io.netbackends.NetworkTimeoutException";

    /** More events than fit before a deadline, one after another. */
    private static final int MANY = 10_000;

    @Test
    void whereBothHavePassedTheTimeoutNamesTheOuterDeadline() throws Exception {
        ReplayBackend backend = ReplayBackend.of(connection().read(1, "a").save(directory));
        NetworkStreamInterface stream = connect(backend);
        assertThatTheOuterOfTwoExpiredDeadlinesIsNamed(() -> backend.connect("localhost", 80));
        assertThatTheOuterOfTwoExpiredDeadlinesIsNamed(stream::read);
        assertThatTheOuterOfTwoExpiredDeadlinesIsNamed(() -> stream.write(bytes("x")));
        assertThatTheOuterOfTwoExpiredDeadlinesIsNamed(stream::shutdownOutput);
        assertThatTheOuterOfTwoExpiredDeadlinesIsNamed(
                () -> stream.startTls(SSLContext.getDefault(), "localhost")); // last, since it closes the stream
    }

    @Test
    void whatWaitsUnderTwoDeadlinesNamesTheOuterOneIfThatPasses() throws Exception {
        NetworkStreamInterface stream = connect(connection().write(1, "x").read(1, "a"));
        assertThatTheOuterDeadlineEnds(stream::read);
        NetworkStreamInterface timedOut = connect(connection().error(1, "write", TIMEOUT, "timed out"));
        assertThatTheOuterDeadlineEnds(() -> timedOut.write(bytes("x")));
        ReplayBackend backend = ReplayBackend.of(Recording.begin()
                .connectFailed(1, "localhost", 80, TIMEOUT, "timed out")
                .save(directory));
        assertThatTheOuterDeadlineEnds(() -> backend.connect("localhost", 80));
    }

    @Test
    void aWriterThatTricklesDoesNotProlongTheDeadlineOfARead() throws Exception {
        NetworkStreamInterface stream =
                connect(connection().write(1, "x".repeat(MANY)).read(1, "answer"));
        Background<Void> writer = Background.run(() -> {
            while (true) {
                stream.write(bytes("x"));
                pause();
            }
        });
        assertThatOneDeadlineEnds(stream::read);
        stream.close();
        assertThat(writer.failure()).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void aReaderThatGetsAByteAtATimeDoesNotProlongTheDeadlineOfAWrite() throws Exception {
        Recording recording = connection().error(1, "write", TIMEOUT, "timed out");
        for (int i = 0; i < MANY; i++) {
            recording.read(1, "x");
        }
        NetworkStreamInterface stream = connect(recording);
        Background<Void> reader = Background.run(() -> {
            while (true) {
                stream.read(1);
                pause();
            }
        });
        assertThatOneDeadlineEnds(() -> stream.write(bytes("x")));
        assertThat(reader.failure()).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void aReadThatWaitsForWritesAndThenForItsTimeHasOneDeadlineForBoth() throws Exception {
        NetworkStreamInterface stream = connect(ReplayBackend.builder(connection()
                        .write(1, "x".repeat(MANY))
                        .later(LONG.toMillis())
                        .read(1, "answer")
                        .save(directory))
                .recordedPace()
                .build());
        Background<Void> writer = Background.run(() -> {
            stream.write(bytes("x"));
            pause();
            stream.write(bytes("x".repeat(MANY - 1)));
            return null;
        });
        assertThatOneDeadlineEnds(stream::read);
        writer.get();
        assertThat(stream.isOpen()).isTrue();
    }

    private static void assertThatTheOuterOfTwoExpiredDeadlinesIsNamed(ThrowingCallable call) {
        Duration first = Duration.ofNanos(1);
        try (Timeout outer = Timeout.after(first);
                Timeout inner = Timeout.after(Duration.ZERO)) {
            while (!outer.isExpired()) {
                Thread.onSpinWait();
            }
            assertThat(inner.isExpired()).isTrue();
            assertThatIsNamed(first, call);
        }
    }

    private static void assertThatTheOuterDeadlineEnds(ThrowingCallable call) {
        try (Timeout outer = Timeout.after(SHORT);
                Timeout inner = Timeout.after(SHORT.plusNanos(1))) {
            assertThatIsNamed(SHORT, call);
            assertThat(outer.isExpired()).isTrue();
            assertThat(inner.isCancelled()).isFalse();
        }
    }

    private static void assertThatIsNamed(Duration duration, ThrowingCallable call) {
        assertThat(catchThrowableOfType(NetworkTimeoutException.class, call).duration())
                .isEqualTo(duration);
    }

    private static void assertThatOneDeadlineEnds(ThrowingCallable call) {
        long start = System.nanoTime();
        try (Timeout deadline = Timeout.after(SHORT)) {
            assertThatThrownBy(call).isInstanceOf(NetworkTimeoutException.class);
            assertThat(deadline.isExpired()).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(SHORT.minusMillis(1), SHORT.plus(Duration.ofSeconds(5)));
    }

    /** Lets some time pass, much less than a deadline; not used to wait for a condition. */
    private static void pause() {
        LockSupport.parkNanos(10_000_000);
    }
}
