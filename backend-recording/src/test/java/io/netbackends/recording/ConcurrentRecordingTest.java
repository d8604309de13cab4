// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConcurrentRecordingTest {
    private static final int THREADS = 8;
    private static final int LINES = 500;

    /** Yields to other threads at every step, without a lock. */
    private static final class UnsafeText implements Appendable {
        final StringBuilder text = new StringBuilder();

        @Override
        public Appendable append(CharSequence line) {
            for (int i = 0; i < line.length(); i += 16) {
                text.append(line, i, Math.min(line.length(), i + 16));
                Thread.yield();
            }
            return this;
        }

        @Override
        public Appendable append(CharSequence line, int start, int end) {
            return append(line.subSequence(start, end));
        }

        @Override
        public Appendable append(char c) {
            return append(String.valueOf(c));
        }
    }

    private final UnsafeText out = new UnsafeText();
    private final TextRecorder recorder = TextRecorder.to(out);

    @Test
    void linesOfSeveralConnectionsNeverMix() throws Exception {
        inParallel(THREADS, thread -> {
            ConnectionRecorder connection = recorder.opened(Transcript.opened(null, null, false));
            for (int i = 0; i < LINES; i++) {
                connection.written(Transcript.bytes("line "));
                connection.written(Transcript.bytes(i + " " + "x".repeat(40) + "\r\n"));
            }
        });
        for (int id = 1; id <= THREADS; id++) {
            String prefix = "[" + id + "] ";
            List<String> own = out.text
                    .toString()
                    .lines()
                    .filter(l -> l.startsWith(prefix))
                    .toList();
            List<String> expected = new ArrayList<>(List.of(prefix + "--- connected"));
            IntStream.range(0, LINES).forEach(i -> expected.add(prefix + ">>> line " + i + " " + "x".repeat(40)));
            assertThat(own).isEqualTo(expected);
        }
        assertThat(out.text.toString().lines()).hasSize(THREADS * (LINES + 1));
    }

    @Test
    void readerAndWriterOfOneConnectionDoNotMixAndKeepTheirOrder() throws Exception {
        ConnectionRecorder connection = recorder.opened(Transcript.opened(null, null, false));
        inParallel(2, thread -> {
            for (int i = 0; i < LINES; i++) {
                if (thread == 0) {
                    connection.beforeRead();
                    connection.read(Transcript.bytes("Cookie: Q\nread " + i + "\n"));
                } else {
                    connection.written(Transcript.bytes("Cookie: Q\nwritten " + i + "\n"));
                }
            }
        });
        List<String> lines = out.text.toString().lines().skip(1).toList();
        assertThat(lines)
                .hasSize(4 * LINES)
                .allMatch(Pattern.compile("\\[1] (<<< (Cookie: \\*|read \\d+)|>>> (Cookie: \\*|written \\d+))")
                        .asMatchPredicate());
        assertThat(lines.stream().filter(line -> line.contains("read "))).isEqualTo(numbered("[1] <<< read "));
        assertThat(lines.stream().filter(line -> line.contains("written "))).isEqualTo(numbered("[1] >>> written "));
    }

    private static List<String> numbered(String prefix) {
        return IntStream.range(0, LINES).mapToObj(i -> prefix + i).toList();
    }

    private interface Task {
        void run(int thread) throws Exception;
    }

    private static void inParallel(int threads, Task task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                Callable<Void> call = () -> {
                    start.await();
                    task.run(thread);
                    return null;
                };
                results.add(executor.submit(call));
            }
            for (Future<?> result : results) {
                result.get(30, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
