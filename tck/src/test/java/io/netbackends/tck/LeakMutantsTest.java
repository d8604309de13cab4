// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.ForwardingNetworkStream;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.tck.LeakyTcpBackend.Leak;
import io.netbackends.testsupport.Thorough;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The kit detects backends that leave descriptors or threads behind, each in a separate JVM. */
@Thorough
@Execution(ExecutionMode.CONCURRENT)
class LeakMutantsTest {
    @Test
    void nothingIsFoundWhereNothingLeaks() throws Exception {
        assertThat(verify(Sound.class, "LEAK_01", "LEAK_02", "LEAK_03", "LEAK_04"))
                .allSatisfy(result ->
                        assertThat(result.passed()).as(String.valueOf(result)).isTrue());
    }

    @Test
    void losersOfARaceAreNotClosed() throws Exception {
        assertKilled(LosersStay.class, "LEAK_03");
    }

    @Test
    void failedConnectsKeepTheirSockets() throws Exception {
        assertKilled(FailedConnectsStay.class, "LEAK_02");
    }

    @Test
    void failedHandshakesKeepTheirSockets() throws Exception {
        assertKilled(FailedHandshakesStay.class, "LEAK_04");
    }

    @Test
    void aWatchdogThreadForEachCall() throws Exception {
        assertKilled(ThreadPerCall.class, "LEAK_06");
    }

    @Test
    void aFixtureThatCannotBeMadeByNameIsSkipped() throws Exception {
        TckFixture anonymous = new MemoryFixture() {
            private final Object outer = LeakMutantsTest.this;

            @Override
            public Set<Capability> capabilities() {
                return outer == null ? Set.of() : super.capabilities();
            }
        };

        assertThat(Tck.verifyLeaks(anonymous.getClass()).results())
                .hasSameSizeAs(CaseRegistry.leaks())
                .allSatisfy(result -> assertThat(result.skipped()).contains("cannot be made by name"));
    }

    private static void assertKilled(Class<? extends TckFixture> mutant, String id) throws Exception {
        assertThat(verify(mutant, id)).singleElement().satisfies(result -> {
            assertThat(result.skipped()).isNull();
            assertThat(result.failure())
                    .hasMessageStartingWith(id)
                    .hasMessageContaining("at most were allowed")
                    .hasMessageContaining("where to look: ");
        });
    }

    private static List<TckReport.Result> verify(Class<? extends TckFixture> fixture, String... ids) throws Exception {
        List<TckCase> cases = CaseRegistry.leaks().stream()
                .filter(testCase -> List.of(ids).contains(testCase.id()))
                .toList();
        return LeakJvm.verify(fixture, cases).results();
    }

    private abstract static class TcpFixture implements TckFixture {
        private final Leak leak;

        TcpFixture(Leak leak) {
            this.leak = leak;
        }

        @Override
        public NetworkBackendInterface backend() {
            return backend(HostResolver.system());
        }

        @Override
        public NetworkBackendInterface backend(HostResolver resolver) {
            return new LeakyTcpBackend(resolver, leak);
        }

        @Override
        public Set<Capability> capabilities() {
            return EnumSet.of(
                    Capability.DESCRIPTORS,
                    Capability.TLS,
                    Capability.INTERNET_ADDRESSES,
                    Capability.HOST_RESOLVER,
                    Capability.FULL_BACKLOG);
        }
    }

    private static final class Sound extends TcpFixture {
        Sound() {
            super(Leak.NOWHERE);
        }
    }

    private static final class LosersStay extends TcpFixture {
        LosersStay() {
            super(Leak.LOST_RACES);
        }
    }

    private static final class FailedConnectsStay extends TcpFixture {
        FailedConnectsStay() {
            super(Leak.FAILED_CONNECTS);
        }
    }

    private static final class FailedHandshakesStay extends TcpFixture {
        FailedHandshakesStay() {
            super(Leak.FAILED_HANDSHAKES);
        }
    }

    /** Each call starts a thread that sleeps until the deadline, even if the call has ended. */
    private static final class ThreadPerCall extends MemoryFixture {
        @Override
        public NetworkBackendInterface backend() {
            return new ForwardingNetworkBackend(super.backend()) {
                @Override
                protected NetworkStreamInterface decorate(NetworkStreamInterface stream) {
                    return new ForwardingNetworkStream(stream) {
                        @Override
                        public int read(ByteBuffer dst) throws IOException {
                            long left = Timeout.remainingNanos();
                            Thread watchdog = new Thread(() -> LockSupport.parkNanos(left));
                            watchdog.setDaemon(true);
                            watchdog.start();
                            return super.read(dst);
                        }
                    };
                }
            };
        }
    }
}
