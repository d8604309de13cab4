// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netbackends.support.HostAndPort;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The path for a host and port. */
class RoutesTest {
    private static Path find(String routes, String host, int port) {
        return Routes.parse(routes).find(new HostAndPort(host, port));
    }

    @Test
    void aHostOnAPortGoesBeforeTheHostAndTheHostBeforeEverythingElse() {
        Routes routes = Routes.parse("api:80=/run/api80, api=/run/api").withEverythingElse(Path.of("/run/rest"));
        assertThat(routes.find(new HostAndPort("api", 80))).isEqualTo(Path.of("/run/api80"));
        assertThat(routes.find(new HostAndPort("api", 81))).isEqualTo(Path.of("/run/api"));
        assertThat(routes.find(new HostAndPort("api.example", 80))).isEqualTo(Path.of("/run/rest"));
        assertThat(routes).hasToString("api=/run/api, api:80=/run/api80");
    }

    @Test
    void hostsAreTheSameInUpperAndLowerCaseAndIpv6AddressesWithAndWithoutBrackets() {
        assertThat(find("Api:80=s", "aPI", 80)).isEqualTo(Path.of("s"));
        assertThat(find("[::1]:80=s", "::1", 80)).isEqualTo(Path.of("s"));
        assertThat(find("[fe80::A]=s", "[FE80::a]", 5)).isEqualTo(Path.of("s"));
        assertThat(find("[::1]:80=s", "::1", 81)).isNull();
        // an address is not a host and port, even if it looks like one
        assertThat(find("[::1:80]=s", "::1", 80)).isNull();
        assertThat(find("[::1]:80=s", "::1:80", 1)).isNull();
    }

    @Test
    void aHostIsTheSameInUnicodeAndInAscii() {
        assertThat(find("b\u00fccher.example:80=s", "xn--bcher-kva.example", 80))
                .isEqualTo(Path.of("s"));
        assertThat(find("xn--bcher-kva.example=s", "b\u00fccher.example", 80)).isEqualTo(Path.of("s"));
    }

    @Test
    void pathsMayHaveEqualsSignsColonsAndSpacesWithin() {
        assertThat(find("api=/run/a=b:c d", "api", 1)).isEqualTo(Path.of("/run/a=b:c d"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\" | route () must be host=path or host:port=path",
                "api | route (api) must be host=path or host:port=path",
                "a=/x, | route () must be host=path",
                "/run/x | route (/run/x) must be host=path",
                "::1=/x | route (::1=/x): address (::1) must be HOST:PORT; an IPv6 address is written in brackets, [::1]:80",
                "a:b=/x | route (a:b=/x): address (a:b) must be HOST:PORT",
                "=/x | route (=/x): host () must not be empty",
                "1.2.3=/x | route (1.2.3=/x): host (1.2.3) must have an IPv4 address as four decimal numbers",
                "[=/x | route ([=/x): host ([) must not contain brackets",
                "a b=/x | host (a?b) must not contain white space",
                "a:65536=/x | route (a:65536=/x): port (65536) must be between 0 and 65535",
                "a= | route (a=): path () must not be empty",
                "a=@x | route (a=@x): path (@x) begins with @, as abstract names are written",
                "a=/x,A=/y | route (A=/y): host (A) must not have two routes",
                "a:1=/x,a:1=/x | host (a:1) must not have two routes",
            })
    void whatIsMalformedIsNamed(String routes, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Routes.parse(routes))
                .withMessageContaining(message);
    }
}
