// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackend;
import io.netbackends.testsupport.PlainServer;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AmbientLimit.class)
class CachingDnsTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final Queue<List<InetAddress>> prepared = new ArrayDeque<>();
    private final List<String> lookedUp = new ArrayList<>();

    private CachingDns keeping(Duration keep) {
        HostResolver resolver = host -> {
            lookedUp.add(host);
            return prepared.remove();
        };
        return new CachingDns(new NetworkBackend(), resolver, keep);
    }

    private void prepare(String... addresses) throws UnknownHostException {
        List<InetAddress> answer = new ArrayList<>();
        for (String address : addresses) {
            answer.add(InetAddress.getByName(address));
        }
        prepared.add(answer);
    }

    @Test
    void anAnswerIsKept() throws Exception {
        prepare("127.0.0.1");
        CachingDns net = keeping(LONG);
        try (PlainServer peer = PlainServer.listening()) {
            net.connect("api.test", peer.port()).close();
            net.connect("api.test", peer.port()).close();
            peer.accept().close();
            peer.accept().close();
        }
        assertThat(lookedUp).containsExactly("api.test");
    }

    @Test
    void anAnswerIsKeptNoLongerThanItShould() throws Exception {
        prepare("127.0.0.1");
        prepare("127.0.0.1");
        CachingDns net = keeping(Duration.ZERO);
        try (PlainServer peer = PlainServer.listening()) {
            net.connect("api.test", peer.port()).close();
            net.connect("api.test", peer.port()).close();
        }
        assertThat(lookedUp).containsExactly("api.test", "api.test");
    }

    @Test
    void theNextAddressIsTriedWhenOneRefuses() throws Exception {
        // The peer listens only on the second address; without IPv6, the first one is unreachable.
        prepare("::1", "127.0.0.1");
        try (PlainServer peer = PlainServer.listening()) {
            keeping(LONG).connect("api.test", peer.port()).close();
            peer.accept().close();
        }
    }

    @Test
    void anAnswerThatIsNoLongerTrueIsDropped() throws Exception {
        prepare("::1");
        prepare("127.0.0.1");
        CachingDns net = keeping(LONG);
        try (PlainServer peer = PlainServer.listening()) {
            assertThatThrownBy(() -> net.connect("api.test", peer.port())).isInstanceOf(SocketException.class);
            net.connect("api.test", peer.port()).close();
            peer.accept().close();
        }
        assertThat(lookedUp).containsExactly("api.test", "api.test");
    }

    @Test
    void theSystemsResolverServes() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            new CachingDns(new NetworkBackend(), HostResolver.system(), LONG)
                    .connect("localhost", peer.port())
                    .close();
            peer.accept().close();
        }
    }
}
