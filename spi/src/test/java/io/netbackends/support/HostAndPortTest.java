// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
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
    @ValueSource(strings = {"", "[]", "[[::1]]", "a]", "a b", " ", "a\u0000b", "a\nb", "a\tb", "\u007f", "a\u2028b"})
    void rejectsHostsThatCannotBeOne(String host) {
        assertThatThrownBy(() -> new HostAndPort(host, 80))
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
        "1.2.3.4.5,false",
        "0.0.0.0,true",
        "::ffff:127.0.0.1,true",
        "0xg.1,false",
        "0x,false",
        "my_service,false",
        "1.2.3.x,false",
        "a.b.c.d,false",
        "localhost:80,false",
        "@:,false"
    })
    void knowsAnAddressFromAName(String host, boolean address) {
        assertThat(new HostAndPort(host, 80).isAddress()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::1%nosuchinterface", "::g", "cafe:80"})
    void whatOnlyLooksLikeAnAddressIsUnknownWithoutALookup(String host) {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0177.0.0.1",
                "127.0.0.001",
                "08.1.1.1",
                "1.2.3",
                "127.1",
                "0x7f.1",
                "0X7F000001",
                "2130706433",
                "256.0.0.1",
                "::ffff:0177.0.0.1",
                "[::ffff:1.2.3]",
                "\uff10177.0.0.1" // a full-width zero
            })
    void refusesIpv4AddressesThatSystemsReadDifferently(String host) {
        assertThatThrownBy(() -> new HostAndPort(host, 80))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("host (" + host + ") must have an IPv4 address as four decimal numbers");
    }

    @ParameterizedTest
    @CsvSource({
        "b\u00fccher.example,xn--bcher-kva.example",
        "B\u00dcCHER.example,xn--bcher-kva.example",
        "my_s\u00e4rvice,xn--my_srvice-y2a",
        "\uff11\uff12\uff17.0.0.1,127.0.0.1",
        "Example.ORG,Example.ORG"
    })
    void aNameThatIsNotAsciiIsConverted(String name, String ascii) {
        assertThat(new HostAndPort(name, 80)).isEqualTo(new HostAndPort(ascii, 80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..\u00fc", "\u200d.example", "\u00fc\uff1a80", "ev\u00efl\uff0fpath"})
    void aNameThatCannotBeConvertedIsRejected(String name) {
        assertThatThrownBy(() -> new HostAndPort(name, 80))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("host (" + name + ") must be an internationalized domain name: ");
    }

    @Test
    void resolversAreAskedForTheConvertedName() throws Exception {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        assertThat(new HostAndPort("b\u00fccher.example", 80).resolve(asked -> {
                    assertThat(asked).isEqualTo("xn--bcher-kva.example");
                    return List.of(address);
                }))
                .containsExactly(address);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:80,localhost,80",
        "[::1]:0,::1,0",
        "b\u00fccher.example:443,xn--bcher-kva.example,443",
        "a_b:65535,a_b,65535"
    })
    void parsesWhatItShows(String text, String host, int port) {
        assertThat(HostAndPort.parse(text)).isEqualTo(new HostAndPort(host, port));
        assertThat(HostAndPort.parse(HostAndPort.parse(text).toString())).isEqualTo(new HostAndPort(host, port));
    }

    @ParameterizedTest
    @CsvSource({
        "'',address () must be HOST:PORT; an IPv6 address is written in brackets",
        "localhost,address (localhost) must be HOST:PORT",
        "::1,address (::1) must be HOST:PORT",
        "::1:80,address (::1:80) must be HOST:PORT",
        "a:b,address (a:b) must be HOST:PORT",
        "a:-1,address (a:-1) must be HOST:PORT",
        "a:\u0663,address (a:\u0663) must be HOST:PORT",
        "[a]b:1,address ([a]b:1) must be HOST:PORT",
        "a:65536,port (65536) must be between 0 and 65535",
        ":80,host () must not be empty",
        "[]:80,host ([]) must not contain brackets",
        "1.2.3:80,host (1.2.3) must have an IPv4 address as four decimal numbers"
    })
    void textThatIsNoHostAndPortIsRejected(String text, String message) {
        assertThatThrownBy(() -> HostAndPort.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
