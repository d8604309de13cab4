// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scenario has the same outcome with the platform's sockets and those of this project, on each version of the JDK. */
class SocketJudgeTest {
    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("scenarios")
    void outcomeIsThatOfThePlatform(String name, SocketKind kind) {
        assertThat(outcome(name, kind)).isEqualTo(outcome(name, SocketKind.PLATFORM));
    }

    static Stream<Arguments> scenarios() {
        return SocketScenarios.ALL.keySet().stream()
                .flatMap(name -> Arrays.stream(SocketKind.values())
                        .filter(kind -> kind != SocketKind.PLATFORM)
                        .map(kind -> Arguments.of(name, kind)));
    }

    private static String outcome(String name, SocketKind kind) {
        AtomicReference<Object> result = new AtomicReference<>();
        String failure = SocketScenarios.outcome(
                () -> result.set(SocketScenarios.ALL.get(name).run(kind)));
        return failure + " " + result.get();
    }
}
