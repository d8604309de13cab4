// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import static io.netbackends.benchmarks.report.Goal.on;
import static io.netbackends.benchmarks.report.Headline.Question.COMPARED;
import static io.netbackends.benchmarks.report.Headline.Question.LIBRARY;

import io.netbackends.benchmarks.async.AsyncPingPongBenchmark;
import io.netbackends.benchmarks.async.ReadEachBenchmark;
import io.netbackends.benchmarks.idle.IdleStreamsBenchmark;
import io.netbackends.benchmarks.tls.TlsBulkBenchmark;
import java.util.List;
import java.util.Map;

/** The groups about asynchronous calls. */
final class AsyncGroups {
    private static final String CPU = "cpuNanos/exchanges";
    private static final String COUNT = "count";

    /** The maximum cost of a deadline for an exchange, in nanoseconds. */
    private static final double DEADLINE = 300;

    private static final Plan ASYNC = new Plan(1400, 1000, 11, Plan.Cores.PINNED);

    private AsyncGroups() {}

    static Group pingPong() {
        Goal.On few = on("exchange", "count=64").metric(CPU);
        Goal.On many = on("exchange", "count=1000").metric(CPU);
        List<Goal> goals = List.of(
                few.atMost(1.25, "asyncDeadline", "rawLoop")
                        .under(LIBRARY, "asynchronous under a deadline, 64 connections / a selector loop without one"),
                few.atMost(1, "asyncDeadline", "netty").under(COMPARED, Headline.FEW.get(4)),
                few.atMost(1, "asyncDeadline", "asyncChannelTimeout")
                        .under(COMPARED, "the same / the JDK's asynchronous channels with their timeout"),
                few.atMostMore(DEADLINE, "asyncDeadline", "async"),
                many.atMost(1.25, "asyncDeadline", "rawLoop"),
                many.atMost(1, "asyncDeadline", "netty"));
        return new Group(
                        "async-ping-pong",
                        "64 bytes there and back without waiting: CPU time of the client for an exchange, nanoseconds",
                        AsyncPingPongBenchmark.class,
                        Map.of(
                                COUNT,
                                List.of("64", "1000"),
                                Params.CLIENT,
                                List.of("rawLoop", "netty", "asyncChannelTimeout", "async", "asyncDeadline")),
                        goals.toArray(Goal[]::new))
                .withPlan(ASYNC);
    }

    static Group pingPongBeside() {
        Goal.On cpu = on("exchange", "count=64").metric(CPU);
        List<Goal> goals = List.of(cpu.told("nioDeadline", "rawLoop"));
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
                        goals.toArray(Goal[]::new))
                .withPlan(ASYNC);
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
                        cpu.told("asyncDeadline", "netty"))
                .withPlan(Plan.LONG);
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
                        heap.atMost(0.7, "asyncDeadline", "netty")
                                .under(COMPARED, "heap of a read that waits under a deadline / Netty without one"))
                .withPlan(Plan.OWN.rounds(5));
    }

    static Group tlsBulk() {
        Goal.On read = on("read", "").metric("cpuNanos/bytes");
        Goal.On write = on("write", "").metric("cpuNanos/bytes");
        return new Group(
                        "async-tls-bulk",
                        "TLS 1.3 without waiting, much data in one direction: CPU time of the client for a byte, nanoseconds",
                        TlsBulkBenchmark.class,
                        Groups.clients("netty", "nio", "async"),
                        read.atMost(0.9, "async", "netty").under(COMPARED, "TLS read asynchronously / Netty"),
                        write.atMost(0.9, "async", "netty"))
                .withPlan(Plan.LONG);
    }

    static Group readEach() {
        return new Group(
                        "async-read-each",
                        "1,000,000 reads by readEach: by how many bytes the heap has grown",
                        ReadEachBenchmark.class,
                        Groups.clients("async"),
                        on("read", "").metric("heapGrowth").atMost(64 * 1024, "async"))
                .withPlan(Plan.OWN.rounds(5));
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
                        cpu.told("asyncDeadline", "nioVirtualDeadline"))
                .withPlan(Plan.LONG)
                .withNewestJdk();
    }
}
