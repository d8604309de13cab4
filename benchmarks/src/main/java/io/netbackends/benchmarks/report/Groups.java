// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import static io.netbackends.benchmarks.report.Goal.on;

import io.netbackends.benchmarks.PingPongBenchmark;
import java.util.List;
import java.util.Map;

/** All that is measured, and what is asked of it. */
final class Groups {
    static final List<Group> ALL = List.of(pingPong());

    private Groups() {}

    private static Group pingPong() {
        Goal.On exchange = on("exchange", "");
        return new Group(
                        "ping-pong",
                        "64 bytes there and back",
                        PingPongBenchmark.class,
                        clients(
                                "rawSocket",
                                "rawSocketSoTimeout",
                                "rawChannel",
                                "socket",
                                "nio",
                                "socketDeadline",
                                "nioDeadline"),
                        exchange.atLeast(0.97, "socketDeadline", "rawSocketSoTimeout"),
                        exchange.atLeast(1, "nioDeadline", "rawSocketSoTimeout"),
                        exchange.atLeast(0.98, "socket", "rawSocket"),
                        exchange.atLeast(0.98, "nio", "rawChannel"))
                .withThreads(1, 8, 64);
    }

    private static Map<String, List<String>> clients(String... names) {
        return Map.of(Params.CLIENT, List.of(names));
    }
}
