// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameServerTest {
    @ParameterizedTest
    @CsvSource({
        "9.9.9.9, 9.9.9.9:53",
        "127.0.0.1:5353, 127.0.0.1:5353",
        "::1, [0:0:0:0:0:0:0:1]:53",
        "[::1], [0:0:0:0:0:0:0:1]:53",
        "[::1]:5353, [0:0:0:0:0:0:0:1]:5353",
        "https://dns.example/dns-query, https://dns.example/dns-query",
    })
    void anAddressMayHaveAPort(String text, String parsed) {
        assertThat(NameServer.parse(text)).hasToString(parsed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "dns.example", "dns.example:53", "1.2.3", "127.0.0.1:70000", "127.0.0.1:", "[::1", "https://"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> NameServer.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameIsRefusedWithTheReason() {
        assertThatThrownBy(() -> NameServer.parse("dns.example:53"))
                .hasMessage(
                        "name server dns.example:53 must be an IP address, since no other server can look up its name");
    }

    @Test
    void aListHasCommas() {
        assertThat(NameServer.parseAll("9.9.9.9, [::1]:5353")).hasSize(2);
        assertThatThrownBy(() -> NameServer.parseAll("9.9.9.9,")).isInstanceOf(IllegalArgumentException.class);
    }
}
