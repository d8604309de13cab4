// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNamesTest {
    @ParameterizedTest
    @CsvSource({
        "my_service,                  my_service",
        "my_service,                  MY_SERVICE",
        "my_service.internal.example, my_service.internal.example",
        "my_service.internal.example, *.internal.example",
        "-foo-.example.com,           *.EXAMPLE.com"
    })
    void matches(String name, String pattern) {
        assertThat(ServerNames.matches(name, pattern)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "my_service,             my-service",
        "my_service,             *",
        "my_service,             my_*",
        "my_service.example,     *.example",
        "my_service.a.b.example, *.b.example",
        "my_service.b.example,   my_*.b.example",
        "my_service.b.example,   *_service.b.example",
        "my_service.b.example,   my_service.*.example",
        "my_service.b.example,   *.*.example",
        "my_service.b.example,   b.example",
        "my_service.b.example,   *.b.example.",
        "_.example.com,          *"
    })
    void doesNotMatch(String name, String pattern) {
        assertThat(ServerNames.matches(name, pattern)).isFalse();
    }
}
