// SPDX-License-Identifier: Apache-2.0
/** Network streams over {@link java.nio.channels.SocketChannel}: the backend {@code nio}. */
@SuppressWarnings("module") // the module exported to does not exist yet when this one is compiled
module io.netbackends.nio {
    requires transitive io.netbackends;
    requires static com.google.auto.service;
    requires static org.jspecify;

    exports io.netbackends.nio;
    exports io.netbackends.nio.channel to
            io.netbackends.unixsocket;
    exports io.netbackends.nio.loop to
            io.netbackends.unixsocket;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.nio.NioBackendProvider;
}
