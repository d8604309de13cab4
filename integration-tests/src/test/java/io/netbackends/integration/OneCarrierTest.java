// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.NetworkBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.recording.RecordingBackend;
import io.netbackends.socket.SocketBackend;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import io.netbackends.testsupport.Threads;
import io.netbackends.unixsocket.UnixSocketBackend;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Virtual threads that are blocked in calls, with a single carrier thread to which the JDK must not add another. */
class OneCarrierTest {
    @ParameterizedTest
    @MethodSource("io.netbackends.integration.Backend#all")
    void blocked_calls_leave_their_carrier_to_others(Backend backend) throws Exception {
        assumeTrue(Threads.virtualAvailable(), "needs virtual threads");
        ChildJvm.Result result = ChildJvm.classPath(Stream.of(
                                OneCarrier.class,
                                Threads.class,
                                NetworkBackend.class,
                                SocketBackend.class,
                                NioBackend.class,
                                UnixSocketBackend.class,
                                RecordingBackend.class)
                        .map(Jars::of)
                        .toList())
                .property("jdk.virtualThreadScheduler.parallelism", "1")
                .property("jdk.virtualThreadScheduler.maxPoolSize", "1")
                .property("netbackends.recording.file", "/dev/null")
                .limit(Duration.ofMinutes(3))
                .run(OneCarrier.class.getName(), backend.spec());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }
}
