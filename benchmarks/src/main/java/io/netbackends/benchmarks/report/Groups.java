// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import static io.netbackends.benchmarks.report.Goal.on;
import static io.netbackends.benchmarks.report.Headline.Question.COMPARED;
import static io.netbackends.benchmarks.report.Headline.Question.DEADLINE;
import static io.netbackends.benchmarks.report.Headline.Question.LIBRARY;

import io.netbackends.benchmarks.AllocationBenchmark;
import io.netbackends.benchmarks.BulkBenchmark;
import io.netbackends.benchmarks.DeadlineCostBenchmark;
import io.netbackends.benchmarks.JavaNetBenchmark;
import io.netbackends.benchmarks.PingPongBenchmark;
import io.netbackends.benchmarks.TimeoutBenchmark;
import java.util.List;
import java.util.Map;

/** All groups and their goals: those about the cost of a call here, the others in further classes. */
final class Groups {
    static final List<Group> ALL = List.of(
            pingPong(),
            pingPongUnix(),
            bulk(),
            javaNet(),
            TlsGroups.bulk(),
            TlsGroups.small(),
            TlsGroups.handshake(),
            allocation(),
            TlsGroups.allocation(),
            timeout(),
            deadlineCost(),
            AsyncGroups.pingPong(),
            AsyncGroups.pingPongBeside(),
            AsyncGroups.manyConnections(),
            AsyncGroups.virtualThreads(),
            AsyncGroups.waiting(),
            AsyncGroups.readEach(),
            AsyncGroups.tlsBulk(),
            ProgramGroups.idle(),
            ProgramGroups.idleTls(),
            ProgramGroups.virtualThreads(),
            ProgramGroups.startup(),
            ProgramGroups.okHttp(),
            ProgramGroups.recording());

    /** The limit for calls that must not allocate; tolerates the first allocations of the measurement itself. */
    private static final double LESS_THAN_A_BYTE = 0.5;

    /** With a small tolerance for the same reason. */
    private static final double SIZE_OF_A_TIMEOUT = 48.5;

    private Groups() {}

    private static Group pingPong() {
        Goal.On exchange = on("exchange", "");
        return new Group(
                        "ping-pong",
                        "64 bytes there and back, TCP",
                        PingPongBenchmark.class,
                        clients(
                                "rawSocket",
                                "rawSocketSoTimeout",
                                "rawChannel",
                                "okio",
                                "netty",
                                "socket",
                                "nio",
                                "socketDeadline",
                                "nioDeadline"),
                        exchange.work(0.97, "socketDeadline", "rawSocketSoTimeout"),
                        exchange.work(1, "nioDeadline", "rawSocketSoTimeout").under(DEADLINE, Headline.FEW.get(0)),
                        exchange.work(1, "nioDeadline", "okio")
                                .under(COMPARED, "`nio` under a deadline / Okio under its timeout"),
                        exchange.work(1, "nioDeadline", "netty")
                                .under(COMPARED, "`nio` under a deadline / Netty with its timeout handler"),
                        exchange.work(0.98, "socket", "rawSocket").under(LIBRARY, Headline.FEW.get(1)),
                        exchange.work(0.98, "nio", "rawChannel")
                                .under(LIBRARY, "`nio` / a raw channel, 64 bytes there and back"))
                .withThreads(8)
                .withPlan(Plan.MANY_THREADS);
    }

    private static Group pingPongUnix() {
        Goal.On exchange = on("exchange", "");
        return new Group(
                        "ping-pong-unix",
                        "64 bytes there and back, UNIX-domain sockets",
                        PingPongBenchmark.class,
                        clients(
                                "rawUnixChannel",
                                "rawUnixSelector",
                                "junixsocket",
                                "junixsocketSoTimeout",
                                "unixsocket",
                                "unixsocketDeadline"),
                        exchange.work(0.95, "unixsocket", "rawUnixChannel"),
                        exchange.work(0.90, "unixsocketDeadline", "rawUnixChannel")
                                .under(DEADLINE, "`unixsocket` under a deadline / a raw UNIX channel without one"),
                        exchange.told("rawUnixSelector", "rawUnixChannel")
                                .under(DEADLINE, "the limit for it: only write, wait in a selector, read / the same"),
                        exchange.told("unixsocketDeadline", "rawUnixSelector")
                                .under(DEADLINE, "`unixsocket` under a deadline / that limit"),
                        exchange.work(1, "unixsocketDeadline", "junixsocketSoTimeout")
                                .under(COMPARED, "`unixsocket` under a deadline / junixsocket with SO_TIMEOUT"))
                .withThreads(8)
                .withPlan(Plan.MANY_THREADS);
    }

    private static Group bulk() {
        return new Group(
                "bulk",
                "Much data in one direction, in pieces of 64 KiB",
                BulkBenchmark.class,
                clients(
                        "rawSocket",
                        "rawChannel",
                        "socket",
                        "nio",
                        "socketDeadline",
                        "nioDeadline",
                        "rawUnixChannel",
                        "unixsocket",
                        "unixsocketDeadline"),
                on("read", "").work(0.98, "socket", "rawSocket").under(LIBRARY, "`socket` / raw, bulk read"),
                on("read", "").work(0.98, "nio", "rawChannel").under(LIBRARY, "`nio` / raw, bulk read"),
                on("read", "")
                        .work(0.98, "unixsocket", "rawUnixChannel")
                        .under(LIBRARY, "`unixsocket` / raw, bulk read"),
                on("write", "").work(0.98, "socket", "rawSocket").under(LIBRARY, "`socket` / raw, bulk write"),
                on("write", "").work(0.98, "nio", "rawChannel").under(LIBRARY, "`nio` / raw, bulk write"),
                on("write", "")
                        .work(0.98, "unixsocket", "rawUnixChannel")
                        .under(LIBRARY, "`unixsocket` / raw, bulk write"));
    }

    private static Group javaNet() {
        Goal.On exchange = on("exchange", "");
        Goal.On read = on("read", "");
        Goal.On write = on("write", "");
        return new Group(
                "java-net",
                "Sockets of java.net: 64 bytes there and back, and 16 MiB",
                JavaNetBenchmark.class,
                clients(
                        "rawSocket",
                        "rawSocketSoTimeout",
                        "nioHeap",
                        "networkSocket",
                        "networkSocketSoTimeout",
                        "networkSocketNio",
                        "networkSocketNioSoTimeout"),
                exchange.work(0.95, "networkSocketNio", "rawSocket")
                        .under(LIBRARY, "a `java.net.Socket` over `nio` / the JDK's, 64 bytes there and back"),
                exchange.work(0.95, "networkSocketNioSoTimeout", "rawSocketSoTimeout"),
                read.work(0.95, "networkSocketNio", "nioHeap"),
                write.work(0.95, "networkSocketNio", "nioHeap"));
    }

    private static Group allocation() {
        Goal.On bytes = on("exchange", "").metric("allocatedBytes/operations");
        return new Group(
                        "allocation",
                        "Bytes allocated by a write and a read of 64 bytes, direct buffers",
                        AllocationBenchmark.class,
                        clients(
                                "rawChannel",
                                "nio",
                                "nioDeadline",
                                "rawUnixChannel",
                                "unixsocket",
                                "unixsocketDeadline",
                                "rawSocketSoTimeout",
                                "socket",
                                "socketDeadline",
                                "networkSocketNio",
                                "networkSocketNioSoTimeout"),
                        bytes.atMost(LESS_THAN_A_BYTE, "networkSocketNio"),
                        bytes.atMost(SIZE_OF_A_TIMEOUT, "networkSocketNioSoTimeout"),
                        bytes.atMost(LESS_THAN_A_BYTE, "nio"),
                        bytes.atMost(LESS_THAN_A_BYTE, "nioDeadline"),
                        bytes.atMost(LESS_THAN_A_BYTE, "unixsocket"),
                        bytes.atMost(LESS_THAN_A_BYTE, "unixsocketDeadline"))
                .withPlan(Plan.COUNTED);
    }

    private static Group timeout() {
        return new Group(
                "timeout",
                "A Timeout by itself, nanoseconds",
                TimeoutBenchmark.class,
                clients("nanoTime", "openAndClose", "openAndCloseDeadline", "remainingNanosDeadline", "checkDeadline"),
                on("call", "").atMost(40, "openAndClose").under(DEADLINE, "a `Timeout` opened and closed, by itself"),
                on("call", "").metric("allocatedBytes/operations").atMost(SIZE_OF_A_TIMEOUT, "openAndClose"));
    }

    private static Group deadlineCost() {
        Goal.On read = on("read", "");
        Goal.On write = on("write", "");
        return new Group(
                "deadline-cost",
                "What an open deadline adds to a call that need not wait, nanoseconds",
                DeadlineCostBenchmark.class,
                clients(
                        "immediate",
                        "immediateDeadline",
                        "nio",
                        "nioDeadline",
                        "unixsocket",
                        "unixsocketDeadline",
                        "socket",
                        "socketDeadline",
                        "rawSocket",
                        "rawSocketSoTimeout"),
                read.atMostMore(30, "immediateDeadline", "immediate"),
                read.atMostMore(30, "nioDeadline", "nio")
                        .under(DEADLINE, "a deadline on an `nio` read that need not wait, more"),
                read.atMostMore(30, "unixsocketDeadline", "unixsocket"),
                read.atMostMore(40, "socketDeadline", "socket").under(DEADLINE, Headline.FEW.get(2)),
                write.atMostMore(30, "socketDeadline", "socket"));
    }

    static Map<String, List<String>> clients(String... names) {
        return Map.of(Params.CLIENT, List.of(names));
    }
}
