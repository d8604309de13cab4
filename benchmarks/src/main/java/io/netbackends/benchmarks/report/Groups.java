// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import static io.netbackends.benchmarks.report.Goal.on;

import io.netbackends.benchmarks.AllocationBenchmark;
import io.netbackends.benchmarks.BulkBenchmark;
import io.netbackends.benchmarks.DeadlineCostBenchmark;
import io.netbackends.benchmarks.JavaNetBenchmark;
import io.netbackends.benchmarks.PingPongBenchmark;
import io.netbackends.benchmarks.TimeoutBenchmark;
import java.util.List;
import java.util.Map;

/** All that is measured, and what is asked of it: what a call costs, here, and the rest. */
final class Groups {
    static final List<Group> ALL = List.of(
            pingPong(),
            pingPongUnix(),
            bulk(),
            javaNet(),
            TlsGroups.bulk(),
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

    /** Where nothing is to be allocated: what the clock of the measurement itself allocates at its beginning is left aside. */
    private static final double LESS_THAN_A_BYTE = 0.5;

    /** With a little for the same reason. */
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
                        exchange.atLeast(0.97, "socketDeadline", "rawSocketSoTimeout"),
                        exchange.atLeast(1, "nioDeadline", "rawSocketSoTimeout"),
                        exchange.atLeast(1, "nioDeadline", "okio"),
                        exchange.atLeast(1, "nioDeadline", "netty"),
                        exchange.atLeast(0.98, "socket", "rawSocket"),
                        exchange.atLeast(0.98, "nio", "rawChannel"))
                .withThreads(1, 8, 64);
    }

    private static Group pingPongUnix() {
        Goal.On exchange = on("exchange", "");
        return new Group(
                        "ping-pong-unix",
                        "64 bytes there and back, UNIX-domain sockets",
                        PingPongBenchmark.class,
                        clients(
                                "rawUnixChannel",
                                "junixsocket",
                                "junixsocketSoTimeout",
                                "unixsocket",
                                "unixsocketDeadline"),
                        exchange.atLeast(0.95, "unixsocket", "rawUnixChannel"),
                        exchange.atLeast(0.95, "unixsocketDeadline", "rawUnixChannel"),
                        exchange.atLeast(1, "unixsocket", "junixsocket"),
                        exchange.atLeast(1, "unixsocketDeadline", "junixsocketSoTimeout"))
                .withThreads(1, 8, 64);
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
                on("read", "").atLeast(0.98, "socket", "rawSocket"),
                on("read", "").atLeast(0.98, "socketDeadline", "rawSocket"),
                on("read", "").atLeast(0.98, "nio", "rawChannel"),
                on("read", "").atLeast(0.98, "nioDeadline", "rawChannel"),
                on("read", "").atLeast(0.98, "unixsocket", "rawUnixChannel"),
                on("read", "").atLeast(0.98, "unixsocketDeadline", "rawUnixChannel"),
                on("write", "").atLeast(0.98, "socket", "rawSocket"),
                on("write", "").atLeast(0.98, "socketDeadline", "rawSocket"),
                on("write", "").atLeast(0.98, "nio", "rawChannel"),
                on("write", "").atLeast(0.98, "nioDeadline", "rawChannel"),
                on("write", "").atLeast(0.98, "unixsocket", "rawUnixChannel"),
                on("write", "").atLeast(0.98, "unixsocketDeadline", "rawUnixChannel"));
    }

    private static Group javaNet() {
        String cpu = "cpuNanos/operations";
        Goal.On exchange = on("exchange", "").metric(cpu);
        Goal.On read = on("read", "").metric(cpu);
        Goal.On write = on("write", "").metric(cpu);
        double most = 1 / 0.95;
        return new Group(
                "java-net",
                "Sockets of java.net: CPU time of the client for 64 bytes there and back, and for 16 MiB, nanoseconds",
                JavaNetBenchmark.class,
                clients(
                        "rawSocket",
                        "rawSocketSoTimeout",
                        "nioHeap",
                        "networkSocket",
                        "networkSocketSoTimeout",
                        "networkSocketNio",
                        "networkSocketNioSoTimeout"),
                exchange.atMost(most, "networkSocketNio", "rawSocket"),
                exchange.atMost(most, "networkSocketNio", "nioHeap"),
                exchange.atMost(most, "networkSocketNioSoTimeout", "rawSocketSoTimeout"),
                read.atMost(most, "networkSocketNio", "rawSocket"),
                read.atMost(most, "networkSocketNio", "nioHeap"),
                write.atMost(most, "networkSocketNio", "rawSocket"),
                write.atMost(most, "networkSocketNio", "nioHeap"));
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
                bytes.atMost(LESS_THAN_A_BYTE, "unixsocketDeadline"));
    }

    private static Group timeout() {
        return new Group(
                "timeout",
                "A Timeout by itself, nanoseconds",
                TimeoutBenchmark.class,
                clients("nanoTime", "openAndClose", "openAndCloseDeadline", "remainingNanosDeadline", "checkDeadline"),
                on("call", "").atMost(40, "openAndClose"),
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
                write.atMostMore(30, "immediateDeadline", "immediate"),
                read.atMostMore(30, "nioDeadline", "nio"),
                write.atMostMore(30, "nioDeadline", "nio"),
                read.atMostMore(30, "unixsocketDeadline", "unixsocket"),
                write.atMostMore(30, "unixsocketDeadline", "unixsocket"),
                read.atMostMore(30, "socketDeadline", "socket"),
                write.atMostMore(30, "socketDeadline", "socket"),
                read.toldMore("rawSocketSoTimeout", "rawSocket"));
    }

    static Map<String, List<String>> clients(String... names) {
        return Map.of(Params.CLIENT, List.of(names));
    }
}
