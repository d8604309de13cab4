// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.internal.CancellableCall;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Performs a {@link ConnectRequest} with a backend that supports only hosts and ports. */
final class SimpleConnect {
    private SimpleConnect() {}

    static NetworkStreamInterface connect(NetworkBackendInterface backend, ConnectRequest request) throws IOException {
        request.requireOptionsAmong(Set.of(), backend);
        request.requireNoLocalAddress(backend);
        return CancellableCall.call(
                request.cancellation(), "connect to " + request, () -> connectToTarget(backend, request)); // may block
    }

    private static NetworkStreamInterface connectToTarget(NetworkBackendInterface backend, ConnectRequest request)
            throws IOException {
        if (request.addresses().isEmpty()) {
            return backend.connect(request.host(), request.port()); // may block
        }
        IOException first = null;
        for (InetAddress address : request.addresses()) {
            HostAndPort literal = HostAndPort.of(address, request.port());
            try {
                return backend.connect(literal.host(), literal.port()); // may block
            } catch (InterruptedIOException e) {
                throw suppressing(e, first); // including a timeout: there is no time for another address
            } catch (IOException e) {
                first = first == null ? NetworkFailures.during("connect to " + request, e) : suppressing(first, e);
            }
        }
        throw first;
    }

    private static <E extends IOException> E suppressing(E failure, @Nullable IOException other) {
        if (other != null) {
            failure.addSuppressed(other);
        }
        return failure;
    }
}
