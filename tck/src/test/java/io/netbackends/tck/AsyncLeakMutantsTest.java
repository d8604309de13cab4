// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.HostResolver;
import io.netbackends.async.AsyncForwardingNetworkBackend;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.tck.LeakyTcpBackend.Leak;
import io.netbackends.testsupport.Thorough;
import java.net.SocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The kit detects leaks of abandoned asynchronous calls, each in a separate JVM. */
@Thorough
@Execution(ExecutionMode.CONCURRENT)
class AsyncLeakMutantsTest {
    /** A defect that is a race need not show in each run of its case. */
    private static final int MAX_RUNS = 5;

    @Test
    void aTimerThatIsNotTakenBack() throws Exception {
        assertKilled(TimersStay.class, "ASY_26", "still referenced");
    }

    @Test
    void aConnectionThatIsMadeTooLate() throws Exception {
        assertKilled(LateConnectionsStay.class, "ASY_04", "more descriptors are open");
    }

    @Test
    void aThreadThatStays() throws Exception {
        assertKilled(ThreadsStay.class, "ASY_37", "is alive although no stream is open");
    }

    private static void assertKilled(Class<? extends TckFixture> mutant, String id, String what) throws Exception {
        List<TckCase> cases = CaseRegistry.leaks().stream()
                .filter(testCase -> testCase.id().equals(id))
                .toList();
        assertThat(firstFailure(mutant, cases)).singleElement().satisfies(result -> {
            assertThat(result.skipped()).isNull();
            assertThat(result.failure())
                    .hasMessageStartingWith(id)
                    .hasMessageContaining(what)
                    .hasMessageContaining("where to look: ");
        });
    }

    private static List<TckReport.Result> firstFailure(Class<? extends TckFixture> mutant, List<TckCase> cases)
            throws InterruptedException {
        List<TckReport.Result> results = LeakJvm.verify(mutant, cases).results();
        for (int run = 1; run < MAX_RUNS && results.stream().allMatch(result -> result.failure() == null); run++) {
            results = LeakJvm.verify(mutant, cases).results();
        }
        return results;
    }

    /** Watches the deadline with a timer of an hour, which is not cancelled when the call has ended. */
    private static final class TimersStay extends AsyncStreamMutant {
        TimersStay() {
            super(stream -> new AsyncStreamMutant.Defect(stream) {
                @Override
                @SuppressWarnings("FutureReturnValueIgnored") // the defect
                public CompletableFuture<byte[]> read(int maxBytes) {
                    CompletableFuture<byte[]> call = super.read(maxBytes);
                    CompletableFuture.delayedExecutor(1, TimeUnit.HOURS).execute(() -> call.cancel(true));
                    return call;
                }
            });
        }
    }

    /** Runs functions on a thread that never ends. */
    private static final class ThreadsStay extends AsyncStreamMutant {
        private static final Executor LOOP = Executors.newSingleThreadExecutor();

        ThreadsStay() {
            super(stream -> new AsyncStreamMutant.Defect(stream) {
                @Override
                public CompletableFuture<byte[]> read(int maxBytes) {
                    return super.read(maxBytes).thenApplyAsync(bytes -> bytes, LOOP);
                }
            });
        }
    }

    /** A cancelled connect continues, and its connection is leaked when it is established. */
    private static final class LateConnectionsStay implements TckFixture {
        private static final Queue<AsyncNetworkStreamInterface> FORGOTTEN = new ConcurrentLinkedQueue<>();

        @Override
        public LeakyTcpBackend backend() {
            return new LeakyTcpBackend(HostResolver.system(), Leak.NOWHERE);
        }

        @Override
        public Set<Capability> capabilities() {
            return EnumSet.of(Capability.DESCRIPTORS);
        }

        @Override
        public AsyncNetworkBackendInterface asyncBackend() {
            return new AsyncForwardingNetworkBackend(AsyncNetworkBackend.overThreads(backend())) {
                @Override
                public CompletableFuture<AsyncNetworkStreamInterface> connect(SocketAddress address) {
                    CompletableFuture<AsyncNetworkStreamInterface> result = new CompletableFuture<>();
                    super.connect(address).thenAccept(stream -> {
                        if (!result.complete(stream)) {
                            FORGOTTEN.add(stream);
                        }
                    });
                    return result;
                }
            };
        }
    }
}
