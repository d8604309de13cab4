// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import static io.netbackends.dnscache.FakeResolver.addresses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTableTest {
    @Test
    void aSettingHasNamesWithOneOrMoreAddresses() {
        HostsTable table =
                HostsTable.parse("api.test=127.0.0.1, DB.test = [::1]+10.0.0.7,b\u00fccher.example=10.0.0.8");

        assertThat(table.find("api.test")).isEqualTo(addresses("127.0.0.1"));
        assertThat(table.find("db.test")).isEqualTo(addresses("::1", "10.0.0.7"));
        assertThat(table.find("xn--bcher-kva.example")).isEqualTo(addresses("10.0.0.8"));
        assertThat(table.find("other.test")).isEmpty();
    }

    @Test
    void aFileHasTheSyntaxOfTheSystems() {
        HostsTable table = HostsTable.parseLines(List.of(
                "# comment", "", "127.0.0.1\tapi.test  www.test # more", " ::1 api.test", "10.0.0.1 db.test#x"));

        assertThat(table.find("api.test")).isEqualTo(addresses("127.0.0.1", "::1"));
        assertThat(table.find("www.test")).isEqualTo(addresses("127.0.0.1"));
        assertThat(table.find("db.test")).isEqualTo(addresses("10.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api.test | entry (api.test) must be NAME=ADDRESS",
                "'' | entry () must be NAME=ADDRESS",
                "a=10.0.0.1, | entry () must be NAME=ADDRESS",
                "a=b | address (b) must be an IP address",
                "a= | host () must not be empty",
                "a=127.1 | (127.1)",
                "=10.0.0.1 | host () must not be empty",
                "10.0.0.2=10.0.0.1 | name (10.0.0.2) must not be an address",
                "a=10.0.0.1,A=10.0.0.2 | name (a) must occur only once",
            })
    void otherSettingsSayWhatIsWrong(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostsTable.parse(text))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | line 2: address (10.0.0.1) must be followed by a name",
                "api.test 10.0.0.1 | line 2: address (api.test) must be an IP address",
            })
    void otherLinesAreNamedByTheirNumber(String line, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostsTable.parseLines(List.of("10.0.0.9 fine", line)))
                .withMessageContaining(message);
    }
}
