// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFilterTest {
    private static final SocketAddress TARGET = InetSocketAddress.createUnresolved("api.A.test", 443);

    private final ConnectionInfo connection;

    HostFilterTest() throws UnknownHostException {
        SocketAddress remote = new InetSocketAddress(InetAddress.getByName("10.0.0.5"), 443);
        connection = new ConnectionInfo(null, remote, false, TARGET, "<A>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.a.test",
                "API.a.test:443",
                "*.a.test",
                "*",
                "api*",
                "*api.a.test",
                "10.0.0.5",
                "10.0.0.*:443",
                "a*i.*:4*3"
            })
    void hostThatMatchesIsRecordedOrSkipped(String pattern) {
        assertThat(new HostFilter(List.of("other", pattern), List.of()).records(connection))
                .isTrue();
        assertThat(new HostFilter(List.of(), List.of("other", pattern)).records(connection))
                .isFalse();
        assertThat(new HostFilter(List.of("*"), List.of(pattern)).records(connection))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.a.tes",
                "pi.a.test",
                "a.test",
                "api.a.test:80",
                ":443",
                "apixa.test",
                "*.b.test",
                "api.a.test*443:"
            })
    void hostThatDoesNotMatchIsNotRecordedNorSkipped(String pattern) {
        assertThat(new HostFilter(List.of(pattern), List.of()).records(connection))
                .isFalse();
        assertThat(new HostFilter(List.of(), List.of(pattern)).records(connection))
                .isTrue();
    }

    @Test
    void ipv6AddressesHaveBracketsOnlyBeforePorts() throws UnknownHostException {
        SocketAddress remote = new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 443);
        ConnectionInfo accepted = Transcript.opened(null, remote, true);
        assertThat(new HostFilter(List.of("2001:db8:0:0:0:0:0:1"), List.of()).records(accepted))
                .isTrue();
        assertThat(new HostFilter(List.of("[2001:db8:*]:443"), List.of()).records(accepted))
                .isTrue();
    }

    @Test
    void pathsMatchToo() {
        ConnectionInfo unix = new ConnectionInfo(null, null, false, UnixDomainSocketAddress.of("/run/a.sock"), "<A>");
        assertThat(new HostFilter(List.of("/run/*"), List.of()).records(unix)).isTrue();
        assertThat(new HostFilter(List.of("a.sock"), List.of()).records(unix)).isFalse();
    }

    @Test
    void unnamedConnectionIsRecordedUnlessHostsAreNamed() {
        ConnectionInfo unknown = Transcript.opened(null, null, true);
        assertThat(new HostFilter(List.of(), List.of("a")).records(unknown)).isTrue();
        assertThat(new HostFilter(List.of("a"), List.of()).records(unknown)).isFalse();
    }
}
