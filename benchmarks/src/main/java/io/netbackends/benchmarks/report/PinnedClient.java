// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/**
 * Pins the client's process to one core after the first half of the warm-up; servers run on another one. In the first half, the
 * compilers may use both: on the client's core they would wait for its threads. In the second half, its threads get used to
 * one core, which has taken up to 4 s.
 */
public final class PinnedClient implements InternalProfiler {
    private static final String TASKSET = "taskset";
    private static final String CORE = "0";

    /** The beginning of the command of a server. */
    static final String SERVER = TASKSET + " -c 1";

    private int iterations;

    /** Called by JMH. */
    public PinnedClient() {}

    /** {@return whether there are two cores, and the system lets processes be pinned to them} */
    static boolean isAllowed() {
        return Runtime.getRuntime().availableProcessors() > 1 && succeeds("-c", "0,1", "true");
    }

    @Override
    public String getDescription() {
        return "pins the client to a core";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        if (++iterations == Plan.WARMUPS
                && !succeeds(
                        "-a",
                        "-c",
                        "-p",
                        CORE,
                        String.valueOf(ProcessHandle.current().pid()))) {
            throw new IllegalStateException(TASKSET + " cannot pin the client's process to core " + CORE);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // declared so by JMH
    public Collection<? extends Result> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        return List.of();
    }

    private static boolean succeeds(String... args) {
        List<String> command = new ArrayList<>(List.of(TASKSET));
        command.addAll(List.of(args));
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // taskset is not installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
