// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each scenario has the same outcome with the platform's TLS sockets and those of this project, on each version of the JDK.
 */
class SSLSocketJudgeTest {
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("scenarios")
    void outcomeIsThatOfThePlatform(TlsSocketKind kind, String name) throws Exception {
        assertThat(TlsScenarios.outcome(name, kind)).isEqualTo(TlsScenarios.outcome(name, TlsSocketKind.PLATFORM));
    }

    static Stream<Arguments> scenarios() {
        return Stream.of(TlsSocketKind.OVER_SOCKET, TlsSocketKind.OVER_NIO)
                .flatMap(kind -> TlsScenarios.ALL.keySet().stream().map(name -> Arguments.of(kind, name)));
    }
}
