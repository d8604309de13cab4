// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import io.netbackends.benchmarks.ServerProcess;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Adds the CPU time, user and system, of the client's and the server's process for an operation. It includes the compiler,
 * the garbage collector, and the set-up and tear-down of each iteration.
 */
public final class CpuProfiler implements InternalProfiler {
    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long client;
    private long server;

    /** Called by JMH. */
    public CpuProfiler() {}

    @Override
    public String getDescription() {
        return "CPU time of client and server";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        server = ServerProcess.cpuNanos();
        client = process.getProcessCpuTime();
    }

    @Override
    @SuppressWarnings("rawtypes") // declared so by JMH
    public Collection<? extends Result> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long clientNanos = process.getProcessCpuTime() - client;
        long serverNanos = Math.max(0, ServerProcess.cpuNanos() - server);
        long operations = Math.max(1, result.getMetadata().getAllOps());
        return List.of(
                new ScalarResult(Sample.CPU, (double) clientNanos / operations, "ns/op", AggregationPolicy.AVG),
                new ScalarResult(Sample.SERVER_CPU, (double) serverNanos / operations, "ns/op", AggregationPolicy.AVG));
    }
}
