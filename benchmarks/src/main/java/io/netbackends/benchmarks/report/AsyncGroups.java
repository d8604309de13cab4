// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import static io.netbackends.benchmarks.report.Goal.on;

import io.netbackends.benchmarks.async.AsyncPingPongBenchmark;
import io.netbackends.benchmarks.async.ReadEachBenchmark;
import io.netbackends.benchmarks.idle.IdleStreamsBenchmark;
import io.netbackends.benchmarks.tls.TlsBulkBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What calls cost that do not wait. */
final class AsyncGroups {
    private static final String CPU = "cpuNanos/exchanges";
    private static final String ALLOCATED = "allocatedBytes/exchanges";
    private static final String COUNT = "count";

    /** What a deadline may add to an exchange, in nanoseconds. */
    private static final double DEADLINE = 300;

    private AsyncGroups() {}

    static Group pingPong() {
        List<Goal> goals = new ArrayList<>();
        for (String count : List.of("64", "1000")) {
            Goal.On cpu = on("exchange", "count=" + count).metric(CPU);
            goals.add(cpu.leastAtMost(1.25, "asyncDeadline", "rawLoop"));
            goals.add(cpu.leastAtMost(1, "asyncDeadline", "netty"));
            goals.add(cpu.leastAtMost(1, "asyncDeadline", "asyncChannelTimeout"));
            goals.add(cpu.leastAtMostMore(DEADLINE, "asyncDeadline", "async"));
            goals.add(on("exchange", "count=" + count).metric(ALLOCATED).toldMore("asyncDeadline", "async"));
        }
        return new Group(
                "async-ping-pong",
                "64 bytes there and back without waiting: CPU time of the client for an exchange, nanoseconds",
                AsyncPingPongBenchmark.class,
                Map.of(
                        COUNT,
                        List.of("64", "1000"),
                        Params.CLIENT,
                        List.of("rawLoop", "netty", "asyncChannelTimeout", "async", "asyncDeadline")),
                goals.toArray(Goal[]::new));
    }

    static Group pingPongBeside() {
        List<Goal> goals = new ArrayList<>();
        for (String count : List.of("1", "64", "1000")) {
            Goal.On cpu = on("exchange", "count=" + count).metric(CPU);
            for (String client : List.of("asyncReadEach", "asyncChannel", "asyncThreads", "nio", "nioDeadline")) {
                goals.add(cpu.leastAtMost(Double.NaN, client, "rawLoop"));
            }
        }
        return new Group(
                "async-beside",
                "The same, beside other ways to do it",
                AsyncPingPongBenchmark.class,
                Map.of(
                        COUNT,
                        List.of("1", "64", "1000"),
                        Params.CLIENT,
                        List.of(
                                "rawLoop",
                                "netty",
                                "asyncChannel",
                                "async",
                                "asyncDeadline",
                                "asyncReadEach",
                                "asyncThreads",
                                "nio",
                                "nioDeadline")),
                goals.toArray(Goal[]::new));
    }

    static Group manyConnections() {
        Goal.On cpu = on("exchange", "count=10000").metric(CPU);
        return new Group(
                "async-many",
                "The same with 10,000 connections",
                AsyncPingPongBenchmark.class,
                Map.of(
                        COUNT,
                        List.of("10000"),
                        Params.CLIENT,
                        List.of("rawLoop", "netty", "asyncChannelTimeout", "async", "asyncDeadline")),
                cpu.leastAtMost(Double.NaN, "asyncDeadline", "rawLoop"),
                cpu.leastAtMost(Double.NaN, "asyncDeadline", "netty"),
                cpu.leastAtMost(Double.NaN, "asyncDeadline", "asyncChannelTimeout"));
    }

    static Group waiting() {
        Goal.On open = on("open", "count=10000;tls=false");
        Goal.On heap = open.metric("heapBytes/streams");
        return new Group(
                "async-idle",
                "10,000 streams with a read that waits, bytes each",
                IdleStreamsBenchmark.class,
                Map.of(
                        COUNT,
                        List.of("10000"),
                        "tls",
                        List.of("false"),
                        Params.CLIENT,
                        List.of("netty", "asyncChannel", "async", "asyncDeadline")),
                heap.atMost(0.7, "async", "netty"),
                heap.atMost(0.7, "asyncDeadline", "netty"),
                heap.atMost(1300, "asyncDeadline"),
                open.metric("directBytes/streams").atMost(1, "async", "netty"),
                open.metric("threads").atMost(1, "async", "netty"));
    }

    static Group tlsBulk() {
        Goal.On read = on("read", "").metric("cpuNanos/bytes");
        Goal.On write = on("write", "").metric("cpuNanos/bytes");
        return new Group(
                "async-tls-bulk",
                "TLS 1.3 without waiting, much data in one direction: CPU time of the client for a byte, nanoseconds",
                TlsBulkBenchmark.class,
                Groups.clients("netty", "nio", "async"),
                read.leastAtMost(0.9, "async", "netty"),
                write.leastAtMost(0.9, "async", "netty"),
                read.leastAtMost(Double.NaN, "async", "nio"),
                write.leastAtMost(Double.NaN, "async", "nio"));
    }

    static Group readEach() {
        return new Group(
                "async-read-each",
                "1,000,000 reads by readEach: by how many bytes the heap has grown",
                ReadEachBenchmark.class,
                Groups.clients("async"),
                on("read", "").metric("heapGrowth").atMost(64 * 1024, "async"));
    }

    static Group virtualThreads() {
        Goal.On cpu = on("exchange", "count=1000").metric(CPU);
        return new Group(
                        "async-virtual",
                        "The same beside virtual threads",
                        AsyncPingPongBenchmark.class,
                        Map.of(
                                COUNT,
                                List.of("1000"),
                                Params.CLIENT,
                                List.of(
                                        "rawLoop",
                                        "netty",
                                        "async",
                                        "asyncDeadline",
                                        "nioVirtual",
                                        "nioVirtualDeadline")),
                        cpu.leastAtMost(Double.NaN, "asyncDeadline", "nioVirtualDeadline"),
                        cpu.leastAtMost(Double.NaN, "asyncDeadline", "rawLoop"))
                .withNewestJdk();
    }
}
