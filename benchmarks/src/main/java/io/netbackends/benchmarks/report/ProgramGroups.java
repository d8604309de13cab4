// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import static io.netbackends.benchmarks.report.Goal.on;

import io.netbackends.benchmarks.OkHttpBenchmark;
import io.netbackends.benchmarks.RecordingBenchmark;
import io.netbackends.benchmarks.VirtualThreadsBenchmark;
import io.netbackends.benchmarks.idle.IdleStreamsBenchmark;
import io.netbackends.benchmarks.startup.StartupBenchmark;
import java.util.List;
import java.util.Map;

/** What a whole program notices: memory, many threads, its start, and recordings. */
final class ProgramGroups {
    private static final String HEAP = "heapBytes/streams";
    private static final String DIRECT = "directBytes/streams";

    private ProgramGroups() {}

    static Group idle() {
        Goal.On open = on("open", "count=10000;tls=false");
        return new Group(
                "idle",
                "10,000 idle streams, bytes each",
                IdleStreamsBenchmark.class,
                Map.of(
                        "count",
                        List.of("10000"),
                        "tls",
                        List.of("false"),
                        Params.CLIENT,
                        List.of("rawChannel", "rawSocket", "netty", "nio", "socket")),
                open.metric(HEAP).atMost(1.2, "nio", "rawChannel"),
                open.metric(HEAP).atMost(1.2, "socket", "rawSocket"),
                open.metric(HEAP).atMost(1, "nio", "netty"),
                open.metric(HEAP).atMost(1, "socket", "netty"),
                open.metric(DIRECT).atMost(1, "nio", "netty"),
                open.metric("threads").atMost(1, "nio", "netty"),
                open.metric("rssBytes/streams").told("nio", "rawChannel"));
    }

    static Group idleTls() {
        Goal.On open = on("open", "count=10000;tls=true");
        return new Group(
                "idle-tls",
                "10,000 idle TLS streams, bytes each",
                IdleStreamsBenchmark.class,
                Map.of(
                        "count",
                        List.of("10000"),
                        "tls",
                        List.of("true"),
                        Params.CLIENT,
                        List.of("sslSocket", "netty", "nio", "socket")),
                open.metric(HEAP).atMost(1.2, "nio", "sslSocket"),
                open.metric(HEAP).atMost(1.2, "socket", "sslSocket"),
                open.metric(HEAP).atMost(1, "nio", "netty"),
                open.metric(HEAP).atMost(1, "socket", "netty"),
                open.metric(DIRECT).atMost(1, "nio", "netty"),
                open.metric("threads").atMost(1, "nio", "netty"));
    }

    static Group virtualThreads() {
        Goal.On round = on("round", "count=10000").metric("exchanges");
        return new Group(
                        "virtual-threads",
                        "64 bytes there and back on 10,000 virtual threads",
                        VirtualThreadsBenchmark.class,
                        Map.of(
                                "count",
                                List.of("10000"),
                                Params.CLIENT,
                                List.of(
                                        "rawSocket",
                                        "rawSocketSoTimeout",
                                        "socket",
                                        "nio",
                                        "socketDeadline",
                                        "nioDeadline")),
                        round.atLeast(0.95, "socket", "rawSocket"),
                        round.atLeast(0.95, "nio", "rawSocket"),
                        round.atLeast(0.95, "socketDeadline", "rawSocketSoTimeout"),
                        round.atLeast(0.95, "nioDeadline", "rawSocketSoTimeout"))
                .withNewestJdk();
    }

    static Group startup() {
        return new Group(
                "startup",
                "From the start of a JVM to the first byte read, milliseconds",
                StartupBenchmark.class,
                Groups.clients("rawSocket", "netbackends", "rawSocketCds", "netbackendsCds"),
                on("firstByte", "").atMostMore(40, "netbackends", "rawSocket"),
                on("firstByte", "").atMostMore(40, "netbackendsCds", "rawSocketCds"));
    }

    static Group okHttp() {
        Goal.On get = on("get", "");
        return new Group(
                "okhttp",
                "Pages of 1 KiB by OkHttp, HTTP/1.1",
                OkHttpBenchmark.class,
                Groups.clients("rawSocket", "socket", "nio"),
                get.atLeast(0.95, "socket", "rawSocket"),
                get.atLeast(0.95, "nio", "rawSocket"));
    }

    static Group recording() {
        Goal.On exchange = on("exchange", "backend=socket;size=65536");
        return new Group(
                "recording",
                "64 KiB there and back, recorded to a file",
                RecordingBenchmark.class,
                Map.of(
                        "backend",
                        List.of("socket"),
                        "size",
                        List.of("65536"),
                        Params.CLIENT,
                        List.of(
                                "none",
                                "text",
                                "hex",
                                "ndjson",
                                "pcapng",
                                "ndjsonBackground",
                                "pcapngBackground",
                                "nettyNone",
                                "nettyLogging",
                                "nettyPcap",
                                "nettyPcapBuffered")),
                exchange.atLeast(1, "pcapng", "nettyPcap"),
                exchange.atLeast(1, "pcapngBackground", "nettyPcapBuffered"),
                exchange.told("text", "none"),
                exchange.told("hex", "none"),
                exchange.told("ndjson", "none"),
                exchange.told("ndjsonBackground", "none"),
                exchange.told("pcapng", "none"),
                exchange.told("pcapngBackground", "none"),
                exchange.told("nettyLogging", "nettyNone"),
                exchange.told("nettyPcap", "nettyNone"),
                exchange.told("nettyPcapBuffered", "nettyNone"));
    }
}
