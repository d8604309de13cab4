// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.io.File;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.ExternalProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;

/** Makes JMH run the client's JVM on one core; servers run on another one. */
public final class PinnedClient implements ExternalProfiler {
    private static final String TASKSET = "taskset";
    private static final String CORE = "0";

    /** The beginning of the command of a server. */
    static final String SERVER = TASKSET + " -c 1";

    /** Called by JMH. */
    public PinnedClient() {}

    /** {@return whether there are two cores, and the system lets processes be pinned to them} */
    static boolean isAllowed() throws IOException, InterruptedException {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return false;
        }
        try {
            return new ProcessBuilder(TASKSET, "-c", "0,1", "true")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // taskset is not installed
        }
    }

    @Override
    public String getDescription() {
        return "pins the client to a core";
    }

    @Override
    public Collection<String> addJVMInvokeOptions(BenchmarkParams params) {
        return List.of(TASKSET, "-c", CORE);
    }

    @Override
    public Collection<String> addJVMOptions(BenchmarkParams params) {
        return List.of();
    }

    @Override
    public void beforeTrial(BenchmarkParams params) {
        // this profiler measures nothing
    }

    @Override
    @SuppressWarnings("rawtypes") // declared so by JMH
    public Collection<? extends Result> afterTrial(BenchmarkResult result, long pid, File out, File err) {
        return List.of();
    }

    @Override
    public boolean allowPrintOut() {
        return true;
    }

    @Override
    public boolean allowPrintErr() {
        return true;
    }
}
