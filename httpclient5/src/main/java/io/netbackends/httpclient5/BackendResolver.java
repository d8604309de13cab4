// SPDX-License-Identifier: Apache-2.0
package io.netbackends.httpclient5;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/** Leaves the lookup of names to the backend, which does it within the deadlines, and tries the addresses in its own way. */
final class BackendResolver implements DnsResolver {
    @Override
    public List<InetSocketAddress> resolve(String host, int port) {
        return List.of(InetSocketAddress.createUnresolved(host, port));
    }

    /** HttpClient does not call it: it asks for host and port. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        throw new UnknownHostException(host + ": the backend looks names up");
    }

    /** HttpClient does not call it for a connection. */
    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        throw new UnknownHostException(host + ": the backend looks names up");
    }
}
