// SPDX-License-Identifier: Apache-2.0
/** The contract of a network backend, deadlines, discovery, and the parts that transports share. */
@SuppressWarnings("module") // the modules exported to do not exist yet when this one is compiled
module io.netbackends {
    requires static com.google.auto.service;
    requires static org.jspecify;

    exports io.netbackends;
    exports io.netbackends.async;
    exports io.netbackends.support;
    exports io.netbackends.internal to
            io.netbackends.cli,
            io.netbackends.dns,
            io.netbackends.dnscache,
            io.netbackends.faults,
            io.netbackends.javanet,
            io.netbackends.jfr,
            io.netbackends.junit,
            io.netbackends.memory,
            io.netbackends.nio,
            io.netbackends.proxy,
            io.netbackends.recording,
            io.netbackends.replay,
            io.netbackends.socket,
            io.netbackends.tck,
            io.netbackends.unixsocket;

    uses io.netbackends.NetworkBackendProvider;
}
