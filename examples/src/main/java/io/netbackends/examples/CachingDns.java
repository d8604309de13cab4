// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.ConnectRequest;
import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A backend that looks up a host once, caches the answer for a while, and passes the addresses to the wrapped backend, which
 * races them. Errors still name the host.
 *
 * <p>It can wrap any backend. A backend with a builder can use a caching {@link HostResolver} instead.
 */
public final class CachingDns extends ForwardingNetworkBackend {
    private final HostResolver resolver;
    private final Duration keep;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private record Answer(List<InetAddress> addresses, long nanoTime) {}

    /** Pass {@link HostResolver#system()} for the JDK's resolver, which obeys the caller's deadline. */
    public CachingDns(NetworkBackendInterface net, HostResolver resolver, Duration keep) {
        super(net);
        this.resolver = resolver;
        this.keep = keep;
    }

    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        if (!request.addresses().isEmpty()) {
            return super.connect(request); // the caller has already looked up the host
        }
        try {
            return super.connect(request.withAddresses(lookUp(request.host())));
        } catch (SocketException e) {
            answers.remove(request.host()); // refused or unreachable: the host may have moved
            throw e;
        }
    }

    private List<InetAddress> lookUp(String host) throws IOException {
        Answer answer = answers.get(host);
        if (answer == null || System.nanoTime() - answer.nanoTime() >= keep.toNanos()) {
            answer = new Answer(resolver.resolve(host), System.nanoTime());
            answers.put(host, answer);
        }
        return answer.addresses();
    }
}
