// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import static io.netbackends.benchmarks.report.Goal.on;
import static io.netbackends.benchmarks.report.Headline.Question.COMPARED;

import io.netbackends.benchmarks.tls.TlsAllocationBenchmark;
import io.netbackends.benchmarks.tls.TlsBulkBenchmark;
import io.netbackends.benchmarks.tls.TlsHandshakeBenchmark;
import io.netbackends.benchmarks.tls.TlsSmallBenchmark;
import java.util.List;
import java.util.Map;

/** The groups about TLS. */
final class TlsGroups {
    private TlsGroups() {}

    static Group bulk() {
        Goal.On read = on("read", "").metric("cpuNanos/bytes");
        Goal.On write = on("write", "").metric("cpuNanos/bytes");
        return new Group(
                        "tls-bulk",
                        "TLS 1.3, much data in one direction: CPU time of the client's threads for a byte",
                        TlsBulkBenchmark.class,
                        Groups.clients("sslSocket", "networkSslSocket", "tlsChannel", "netty", "socket", "nio"),
                        read.atMost(0.85, "socket", "sslSocket"),
                        read.atMost(0.85, "nio", "sslSocket").under(COMPARED, Headline.FEW.get(3)),
                        write.atMost(1, "nio", "sslSocket").under(COMPARED, "TLS written by `nio` / `SSLSocket`"))
                .withPlan(Plan.LONG);
    }

    static Group small() {
        Goal.On exchange = on("exchange", "").score();
        return new Group(
                        "tls-small",
                        "TLS 1.3, 64 bytes there and back, for a second",
                        TlsSmallBenchmark.class,
                        Groups.clients("sslSocket", "socket", "nio"),
                        exchange.atLeast(1.1, "socket", "sslSocket"),
                        exchange.atLeast(1.1, "nio", "sslSocket")
                                .under(COMPARED, "TLS messages of 64 bytes per second, `nio` / `SSLSocket`"),
                        on("exchange", "").told("nio", "sslSocket"))
                .withPlan(Plan.LONG);
    }

    static Group handshake() {
        Goal.On full = on("connect", "resumption=full");
        Goal.On resumed = on("connect", "resumption=resumed");
        return new Group(
                        "tls-handshake",
                        "TLS 1.3 connections made, used for a byte, and closed",
                        TlsHandshakeBenchmark.class,
                        Map.of(
                                "resumption",
                                List.of("full", "resumed"),
                                Params.CLIENT,
                                List.of("sslSocket", "socket", "nio")),
                        full.score().atLeast(1, "socket", "sslSocket"),
                        full.score()
                                .atLeast(1, "nio", "sslSocket")
                                .under(COMPARED, "TLS handshakes per second, full, `nio` / `SSLSocket`"),
                        resumed.score()
                                .atLeast(1, "nio", "sslSocket")
                                .under(COMPARED, "TLS handshakes per second, resumed, `nio` / `SSLSocket`"),
                        full.atMost(1, "nio", "sslSocket"),
                        resumed.atMost(1, "nio", "sslSocket"))
                .withPlan(Plan.HANDSHAKES);
    }

    static Group allocation() {
        Goal.On bytes = on("exchange", "").metric("allocatedBytes/operations");
        return new Group(
                        "tls-allocation",
                        "Bytes allocated by a write and a read of 64 bytes over TLS, beyond what the engine allocates",
                        TlsAllocationBenchmark.class,
                        Groups.clients("engineOnly", "engineOnlyHeap", "nio", "unixsocket"),
                        bytes.atMostMore(0.5, "nio", "engineOnlyHeap"),
                        bytes.atMostMore(0.5, "unixsocket", "engineOnlyHeap"))
                .withPlan(Plan.COUNTED);
    }
}
