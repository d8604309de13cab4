// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import static io.netbackends.benchmarks.report.Goal.on;

import io.netbackends.benchmarks.tls.TlsAllocationBenchmark;
import io.netbackends.benchmarks.tls.TlsBulkBenchmark;
import io.netbackends.benchmarks.tls.TlsHandshakeBenchmark;
import java.util.List;
import java.util.Map;

/** What TLS costs. */
final class TlsGroups {
    private TlsGroups() {}

    static Group bulk() {
        Goal.On read = on("read", "").metric("cpuNanos/bytes");
        Goal.On write = on("write", "").metric("cpuNanos/bytes");
        return new Group(
                "tls-bulk",
                "TLS 1.3, much data in one direction: CPU time of the client for a byte, nanoseconds",
                TlsBulkBenchmark.class,
                Groups.clients("sslSocket", "networkSslSocket", "tlsChannel", "netty", "socket", "nio"),
                read.atMost(1, "networkSslSocket", "sslSocket"),
                write.atMost(1, "networkSslSocket", "sslSocket"),
                read.atMost(0.85, "socket", "sslSocket"),
                read.atMost(0.85, "nio", "sslSocket"),
                read.atMost(1, "nio", "tlsChannel"),
                read.atMost(1, "nio", "netty"),
                write.atMost(1, "socket", "sslSocket"),
                write.atMost(1, "nio", "sslSocket"),
                write.atMost(1, "nio", "tlsChannel"),
                write.atMost(1, "nio", "netty"));
    }

    static Group handshake() {
        Goal.On full = on("connect", "resumption=full");
        Goal.On resumed = on("connect", "resumption=resumed");
        return new Group(
                "tls-handshake",
                "TLS 1.3 connections made, used for a byte, and closed",
                TlsHandshakeBenchmark.class,
                Map.of("resumption", List.of("full", "resumed"), Params.CLIENT, List.of("sslSocket", "socket", "nio")),
                full.atLeast(0.97, "socket", "sslSocket"),
                full.atLeast(0.97, "nio", "sslSocket"),
                resumed.atLeast(0.97, "socket", "sslSocket"),
                resumed.atLeast(0.97, "nio", "sslSocket"),
                resumed.metric("cpuNanos/connections").told("nio", "sslSocket"));
    }

    static Group allocation() {
        Goal.On bytes = on("exchange", "").metric("allocatedBytes/operations");
        return new Group(
                "tls-allocation",
                "Bytes allocated by a write and a read of 64 bytes over TLS, beyond what the engine allocates",
                TlsAllocationBenchmark.class,
                Groups.clients("engineOnly", "engineOnlyHeap", "nio", "unixsocket"),
                bytes.atMostMore(0.5, "nio", "engineOnlyHeap"),
                bytes.atMostMore(0.5, "unixsocket", "engineOnlyHeap"));
    }
}
