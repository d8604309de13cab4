// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.NetworkBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import io.netbackends.testsupport.Threads;
import io.netbackends.unixsocket.UnixSocketBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixCrowdTest {
    @TempDir
    Path directory;

    @Test
    void clients_that_wait_for_room_leave_the_listener_time_to_accept() throws Exception {
        assumeTrue(Threads.virtualAvailable(), "needs virtual threads");
        ChildJvm.Result result = ChildJvm.classPath(Stream.of(
                                UnixCrowd.class,
                                Threads.class,
                                NetworkBackend.class,
                                NioBackend.class,
                                UnixSocketBackend.class)
                        .map(Jars::of)
                        .distinct()
                        .toList())
                .property("jdk.virtualThreadScheduler.parallelism", "1")
                .property("jdk.virtualThreadScheduler.maxPoolSize", "1")
                .limit(Duration.ofMinutes(3))
                .run(UnixCrowd.class.getName(), directory.resolve("s").toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualToIgnoringNewLines("10000 echoes");
    }
}
