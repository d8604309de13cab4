// SPDX-License-Identifier: Apache-2.0
/** Network streams over UNIX-domain sockets: the backend {@code unixsocket}. */
module io.netbackends.unixsocket {
    requires transitive io.netbackends;
    requires io.netbackends.nio;
    requires static com.google.auto.service;
    requires static jdk.net; // for the peer's credentials, which are absent without the module
    requires static org.jspecify;

    exports io.netbackends.unixsocket;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.unixsocket.UnixSocketBackendProvider;
}
