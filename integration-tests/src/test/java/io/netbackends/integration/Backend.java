// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * A backend as users select it, and the way by which it reaches servers.
 *
 * @param spec such as {@code recording:socket}
 */
record Backend(String spec) {
    private static final List<String> TCP = List.of("nio", "socket");
    private static final String UNIX = "unixsocket";

    /** All of them, each also recorded; one that is not installed fails its tests. */
    static Stream<Backend> all() {
        return Stream.concat(tcp(), unix());
    }

    /** Those that reach hosts and ports. */
    static Stream<Backend> tcp() {
        return plainAndRecorded(TCP);
    }

    /** Those that reach UNIX sockets. */
    static Stream<Backend> unix() {
        return plainAndRecorded(List.of(UNIX));
    }

    private static Stream<Backend> plainAndRecorded(List<String> names) {
        return names.stream()
                .flatMap(name -> Stream.of(name, "recording:" + name))
                .map(Backend::new);
    }

    boolean isUnix() {
        return spec.endsWith(UNIX);
    }

    NetworkStreamInterface connect(Endpoint server) throws IOException {
        NetworkBackend net = NetworkBackend.named(spec);
        return isUnix()
                ? net.connect(UnixDomainSocketAddress.of(server.path()))
                : net.connect("127.0.0.1", server.port());
    }

    NetworkListenerInterface listen(ServerDirectory directory) throws IOException {
        NetworkBackend net = NetworkBackend.named(spec);
        return isUnix()
                ? net.listen(UnixDomainSocketAddress.of(directory.resolve("ours")))
                : net.listen("127.0.0.1", 0);
    }

    /** What error messages must name. */
    String nameOf(Endpoint server) {
        return isUnix() ? server.path().toString() : "127.0.0.1:" + server.port();
    }

    @Override
    public String toString() {
        return spec;
    }
}
