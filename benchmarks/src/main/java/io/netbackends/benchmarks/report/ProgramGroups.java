// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import static io.netbackends.benchmarks.report.Goal.on;
import static io.netbackends.benchmarks.report.Headline.Question.COMPARED;
import static io.netbackends.benchmarks.report.Headline.Question.DEADLINE;
import static io.netbackends.benchmarks.report.Headline.Question.LIBRARY;

import io.netbackends.benchmarks.OkHttpBenchmark;
import io.netbackends.benchmarks.RecordingBenchmark;
import io.netbackends.benchmarks.VirtualThreadsBenchmark;
import io.netbackends.benchmarks.idle.IdleStreamsBenchmark;
import io.netbackends.benchmarks.startup.StartupBenchmark;
import java.util.List;
import java.util.Map;

/** The groups about whole programs: memory, many threads, start-up, and recordings. */
final class ProgramGroups {
    private static final String HEAP = "heapBytes/streams";

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
                        open.metric(HEAP)
                                .atMost(1.5, "nio", "rawChannel")
                                .under(LIBRARY, "heap of an idle stream, `nio` / a raw channel"),
                        open.metric(HEAP).atMost(1.2, "socket", "rawSocket"))
                .withPlan(Plan.OWN.rounds(5));
    }

    static Group idleTls() {
        Goal.On open = on("open", "count=2000;tls=true");
        return new Group(
                        "idle-tls",
                        "2,000 idle TLS streams, bytes each",
                        IdleStreamsBenchmark.class,
                        Map.of(
                                "count",
                                List.of("2000"),
                                "tls",
                                List.of("true"),
                                Params.CLIENT,
                                List.of("sslSocket", "netty", "nio", "socket")),
                        open.metric(HEAP).atMost(1.2, "nio", "sslSocket"))
                .withPlan(Plan.OWN.rounds(5));
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
                        round.atLeast(0.97, "nioDeadline", "rawSocketSoTimeout")
                                .under(
                                        DEADLINE,
                                        "10,000 virtual threads: `nio` under a deadline / SO_TIMEOUT, throughput"),
                        on("round", "count=10000").atMost(1 / 0.97, "nioDeadline", "rawSocketSoTimeout"),
                        round.atLeast(0.97, "nio", "rawSocket"))
                .withPlan(new Plan(2000, 2000, 11, Plan.Cores.PINNED))
                .withNewestJdk();
    }

    static Group startup() {
        return new Group(
                        "startup",
                        "From the start of a JVM to the first byte read, milliseconds",
                        StartupBenchmark.class,
                        Groups.clients("rawSocket", "netbackends", "rawSocketCds", "netbackendsCds"),
                        on("firstByte", "")
                                .score()
                                .atMostMore(20, "netbackends", "rawSocket")
                                .under(LIBRARY, "first byte in a fresh JVM, more than with a socket"),
                        on("firstByte", "")
                                .score()
                                .atMostMore(8, "netbackendsCds", "rawSocketCds")
                                .under(LIBRARY, "the same with an archive of classes"))
                .withPlan(Plan.OWN);
    }

    static Group okHttp() {
        Goal.On get = on("get", "");
        return new Group(
                        "okhttp",
                        "Pages of 1 KiB by OkHttp, HTTP/1.1",
                        OkHttpBenchmark.class,
                        Groups.clients("rawSocket", "socket", "nio"),
                        get.work(0.95, "nio", "rawSocket").under(LIBRARY, "OkHttp over `nio` / over the JDK's sockets"))
                .withPlan(Plan.LONG);
    }

    static Group recording() {
        Goal.On exchange = on("exchange", "backend=socket;size=65536").score();
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
                                        "append65836",
                                        "append72000",
                                        "append155000",
                                        "append325000",
                                        "nettyNone",
                                        "nettyLogging",
                                        "nettyPcap",
                                        "nettyPcapBuffered")),
                        exchange.atLeast(0.5, "text", "none")
                                .under(LIBRARY, "64 KiB there and back recorded as text / not recorded, throughput"),
                        exchange.atLeast(0.35, "hex", "none")
                                .under(LIBRARY, "64 KiB there and back recorded as hex / not recorded, throughput"),
                        exchange.atLeast(0.45, "ndjson", "none")
                                .under(LIBRARY, "64 KiB there and back recorded as ndjson / not recorded, throughput"),
                        exchange.atLeast(0.7, "pcapng", "none")
                                .under(LIBRARY, "64 KiB there and back recorded as pcapng / not recorded, throughput"),
                        exchange.atLeast(0.9, "ndjsonBackground", "none")
                                .under(
                                        LIBRARY,
                                        "64 KiB there and back recorded as ndjson in the background / not recorded, throughput"),
                        exchange.atLeast(0.9, "pcapngBackground", "none")
                                .under(
                                        LIBRARY,
                                        "64 KiB there and back recorded as pcapng in the background / not recorded, throughput"),
                        exchange.told("append72000", "none").under(LIBRARY, limit("text")),
                        exchange.told("append325000", "none").under(LIBRARY, limit("hex")),
                        exchange.told("append155000", "none").under(LIBRARY, limit("ndjson")),
                        exchange.told("append65836", "none").under(LIBRARY, limit("pcapng")),
                        exchange.atLeast(1, "pcapng", "nettyPcap")
                                .under(COMPARED, "`pcapng` / Netty's handler, throughput"))
                .withPlan(new Plan(1200, 1000, 11, Plan.Cores.ANY));
    }

    private static String limit(String format) {
        return "the limit for " + format + ": as many bytes are only appended to a file, throughput";
    }
}
