// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.internal.DaemonThreads;
import io.netbackends.testsupport.TestPki;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random data over a wire that splits, changes, ends and resets at random, in many rounds: the reader gets the right bytes,
 * then the end if the peer has sent it, or an error.
 *
 * <p>A round that fails names its seed; {@code -Dnetbackends.fuzz.seed=... -Dnetbackends.fuzz.rounds=1} repeats it alone.
 * Rounds against a plain engine run in one thread and repeat exactly, except for the lengths of signatures; those with a
 * stream at both ends have four threads and may need several repetitions.
 */
class TlsFuzzTest {
    private static final long FIRST_SEED = Long.getLong("netbackends.fuzz.seed", 1);
    private static final int ROUNDS = Integer.getInteger("netbackends.fuzz.rounds", 1_000);
    private static final int WORKERS = 2;
    private static final int MAX_SHOWN = 5;
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(30);

    /** A round under way. */
    private record Started(FuzzRound round, long at) {}

    private final AtomicLong next = new AtomicLong();
    private final ConcurrentLinkedQueue<Throwable> findings = new ConcurrentLinkedQueue<>();
    private final Started[] started = new Started[WORKERS];

    @Test
    void whateverTheWireDoesAReaderGetsTheRightBytesAndThenTheEndOrAnError() throws Exception {
        TestPki pki = TestPki.create();
        SSLContext client = pki.trusting();
        SSLContext server = pki.issue("localhost").serverContext();
        ExecutorService threads = DaemonThreads.pool("tls-fuzz", 0, Integer.MAX_VALUE, new SynchronousQueue<>());
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                int worker = i;
                workers.add(threads.submit(() -> work(worker, client, server, threads)));
            }
            for (Future<?> worker : workers) {
                while (!isDone(worker)) {
                    failIfHung();
                }
            }
        } finally {
            threads.shutdownNow();
        }
        Throwable finding = findings.poll();
        if (finding != null) {
            findings.forEach(finding::addSuppressed);
            throw new AssertionError("first of " + (1 + findings.size()) + ": " + finding.getMessage(), finding);
        }
        assertThat(next.get()).isGreaterThanOrEqualTo(ROUNDS);
    }

    private void work(int worker, SSLContext client, SSLContext server, ExecutorService threads) {
        for (long i = next.getAndIncrement(); i < ROUNDS && findings.size() < MAX_SHOWN; i = next.getAndIncrement()) {
            FuzzRound round = new FuzzRound(FIRST_SEED + i, client, server);
            remember(worker, new Started(round, System.nanoTime()));
            try {
                round.run(threads);
            } catch (Exception | Error e) {
                findings.add(new AssertionError("-Dnetbackends.fuzz.seed=" + round.seed + ": " + e, e));
            }
            remember(worker, null);
        }
    }

    private void remember(int worker, @Nullable Started round) {
        synchronized (started) {
            started[worker] = round;
        }
    }

    private static boolean isDone(Future<?> worker) throws Exception {
        try {
            worker.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Detects what the wire cannot: a thread that waits for something else, or loops. */
    private void failIfHung() {
        synchronized (started) {
            for (Started each : started) {
                if (each != null && System.nanoTime() - each.at() > LIMIT) {
                    AssertionError error = new AssertionError("hangs: -Dnetbackends.fuzz.seed=" + each.round());
                    for (Map.Entry<Thread, StackTraceElement[]> thread :
                            Thread.getAllStackTraces().entrySet()) {
                        if (thread.getKey().getName().startsWith("tls-fuzz")) {
                            Throwable stack = new Throwable(thread.getKey().toString());
                            stack.setStackTrace(thread.getValue());
                            error.addSuppressed(stack);
                        }
                    }
                    each.round().wire.hangUp();
                    throw error;
                }
            }
        }
    }
}
