// SPDX-License-Identifier: Apache-2.0
package io.netbackends.httpclient5;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/** Leaves the lookup of names to the backend, which obeys the deadlines, and races the addresses. */
final class BackendResolver implements DnsResolver {
    @Override
    public List<InetSocketAddress> resolve(String host, int port) {
        return List.of(InetSocketAddress.createUnresolved(host, port));
    }

    /** Not called by HttpClient, which resolves host and port together. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        throw new UnknownHostException(host + ": the backend looks names up");
    }

    /** Not called by HttpClient for a connection. */
    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        throw new UnknownHostException(host + ": the backend looks names up");
    }
}
