// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAndPortTest {
    @ParameterizedTest
    @CsvSource({
        "localhost,80,localhost:80",
        "::1,0,[::1]:0",
        "[::1],65535,[::1]:65535",
        "fe80::1%eth0,1,[fe80::1%eth0]:1"
    })
    void showsAnIpv6AddressInBrackets(String host, int port, String shown) {
        assertThat(new HostAndPort(host, port)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "a b", " ", "a\u0000b", "a\nb", "a\tb", "\u007f", "a\u2028b"})
    void rejectsHostsThatCannotBeOne(String host) {
        assertThatThrownBy(() -> new HostAndPort(host.equals("[]") ? "" : host, 80))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("host (")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("[\\x00-\\x1f]"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void rejectsPortsOutOfRange(int port) {
        assertThatThrownBy(() -> new HostAndPort("localhost", port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port (" + port + ") must be between 0 and 65535");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,true",
        "::1,true",
        "[::1],true",
        "255.255.255.255,true",
        "localhost,false",
        "256.0.0.1,false",
        "1.2.3,false",
        "1.2.3.4.5,false",
        "1234,false",
        "1.2.3.x,false",
        "a.b.c.d,false",
        "localhost:80,false",
        "@:,false",
        "[[::1]],false"
    })
    void knowsAnAddressFromAName(String host, boolean address) {
        assertThat(new HostAndPort(host, 80).isAddress()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::1%nosuchinterface", "::g", "cafe:80"})
    void whatOnlyLooksLikeAnAddressIsUnknownWithoutALookUp(String host) {
        HostAndPort target = new HostAndPort(host, 81);
        assertThatThrownBy(() -> target.resolve(asked -> {
                    throw new AssertionError("asked for " + asked);
                }))
                .isExactlyInstanceOf(UnknownHostException.class)
                .hasMessageStartingWith("look up [" + host + "]:81: ");
    }

    @Test
    void takesTheNameOfAnUnresolvedAddressAndTheDigitsOfAnAddress() throws Exception {
        assertThat(HostAndPort.of(InetSocketAddress.createUnresolved("example.org", 80)))
                .hasToString("example.org:80");
        assertThat(HostAndPort.of(InetAddress.getByAddress("name", new byte[] {127, 0, 0, 1}), 80))
                .hasToString("127.0.0.1:80");
    }
}
