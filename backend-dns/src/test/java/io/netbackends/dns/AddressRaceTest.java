// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests trigger the delay themselves, without waiting. */
class AddressRaceTest {
    private static final InetAddress SIX = LocalAddresses.LOOPBACK.get(0);
    private static final InetAddress FOUR = LocalAddresses.LOOPBACK.get(1);

    private final CompletableFuture<List<InetAddress>> six = new CompletableFuture<>();
    private final CompletableFuture<List<InetAddress>> four = new CompletableFuture<>();
    private final Deque<Runnable> delayed = new ArrayDeque<>();
    private boolean ipv6Usable = true;
    private final CompletableFuture<List<InetAddress>> result =
            AddressRace.run(six, four, () -> ipv6Usable, delayed::add);

    @Test
    void bothFamiliesEndTheWaitAtOnce() {
        four.complete(List.of(FOUR));
        assertThat(result).isNotDone();

        six.complete(List.of(SIX));

        assertThat(result).isCompletedWithValue(List.of(SIX, FOUR));
    }

    @Test
    void ipv4AddressesWaitForTheDelayOnly() {
        four.complete(List.of(FOUR));
        assertThat(result).isNotDone();

        delayed.remove().run();

        assertThat(result).isCompletedWithValue(List.of(FOUR));
    }

    @Test
    void ipv6AddressesWaitForTheDelayOnly() {
        six.complete(List.of(SIX));

        delayed.remove().run();

        assertThat(result).isCompletedWithValue(List.of(SIX));
    }

    @Test
    void ipv6AddressesAreNotEnoughWhereThisMachineCannotUseThem() {
        ipv6Usable = false;
        six.complete(List.of(SIX));
        assertThat(delayed).isEmpty();

        four.complete(List.of(FOUR));

        assertThat(result).isCompletedWithValue(List.of(SIX, FOUR));
    }

    @Test
    void aFamilyWithoutAddressesStartsNoDelay() {
        six.complete(List.of());

        assertThat(delayed).isEmpty();
        assertThat(result).isNotDone();
    }

    @Test
    void aFailureOfOneFamilyIsNoFailureIfTheOtherHasAddresses() {
        six.completeExceptionally(new IOException("no answer"));
        assertThat(result).isNotDone();

        four.complete(List.of(FOUR));

        assertThat(result).isCompletedWithValue(List.of(FOUR));
    }

    @Test
    void aFailureCountsIfTheOtherFamilyHasNoAddress() {
        IOException failure = new IOException("no answer");
        six.completeExceptionally(failure);
        four.complete(List.of());

        assertThat(result).isCompletedExceptionally();
        assertThatThrownBy(result::join).hasCause(failure);
    }

    @Test
    void aHostWithoutAddressesHasNone() {
        six.complete(List.of());
        four.complete(List.of());

        assertThat(result).isCompletedWithValue(List.of());
    }

    @Test
    void aProgramThatFillsTheCommonPoolDoesNotHoldUpTheDelay() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        int threads = Math.max(2, ForkJoinPool.getCommonPoolParallelism());
        List<ForkJoinTask<?>> blockers = Stream.<ForkJoinTask<?>>generate(
                        () -> ForkJoinPool.commonPool().submit(() -> over.await(60, TimeUnit.SECONDS)))
                .limit(threads)
                .toList();
        CountDownLatch ran = new CountDownLatch(1);

        AddressRace.delay().execute(ran::countDown);

        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        over.countDown();
        for (ForkJoinTask<?> blocker : blockers) {
            blocker.get(20, TimeUnit.SECONDS);
        }
    }
}
