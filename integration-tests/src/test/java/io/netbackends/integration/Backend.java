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
 * A backend selected by a spec, and the addresses at which it reaches servers.
 *
 * @param spec the spec, such as {@code recording:socket}
 */
record Backend(String spec) {
    private static final List<String> TCP = List.of("nio", "socket");
    private static final String UNIX = "unixsocket";

    /** Returns all backends, each also recorded; one that is not installed fails its tests. */
    static Stream<Backend> all() {
        return Stream.concat(tcp(), unix());
    }

    /** Returns the backends that connect to hosts and ports. */
    static Stream<Backend> tcp() {
        return plainAndRecorded(TCP);
    }

    /** Returns the backends that connect to UNIX-domain sockets. */
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

    /** Returns the text that error messages must contain. */
    String nameOf(Endpoint server) {
        return isUnix() ? server.path().toString() : "127.0.0.1:" + server.port();
    }

    @Override
    public String toString() {
        return spec;
    }
}
