// SPDX-License-Identifier: Apache-2.0
/** Network streams over {@link java.net.Socket}: the backend {@code socket}, the default one. */
module io.netbackends.socket {
    requires transitive io.netbackends;
    requires static com.google.auto.service;
    requires static org.jspecify;

    exports io.netbackends.socket;

    uses io.netbackends.internal.SocksConnector;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.socket.SocketBackendProvider;
}
