// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One thread selects while others remove channels. */
class LockedSelectorTest {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final List<SelectionKey> ready = new ArrayList<>();
    private LockedSelector selector;
    private ChannelPair pair;
    private SelectionKey key;

    @BeforeEach
    void register() throws Exception {
        selector = new LockedSelector(ready::add);
        pair = ChannelPair.nonBlocking();
        key = selector.keyOf(pair.near(), this);
        key.interestOps(SelectionKey.OP_READ);
    }

    @AfterEach
    void close() throws Exception {
        pair.close();
        selector.wakeup();
        selector.close();
    }

    @Test
    void channelHasOneKey() throws Exception {
        assertThat(selector.keyOf(pair.near(), this)).isSameAs(key);
    }

    @Test
    void handsOverWhatIsReady() throws Exception {
        pair.send();
        assertThat(selector.select(FOR_EVER)).isTrue();
        assertThat(ready).containsExactly(key);
    }

    @Test
    void doesNotWaitForAKeyThatWasCancelledBefore() throws Exception {
        selector.remove(pair.near());
        Background<Void> selecting = selectingFor(key);
        selecting.get();
    }

    @Test
    void removalEndsAWait() throws Exception {
        Background<Void> selecting = selectingFor(key);
        Threads.awaitBlocked(selecting.thread());
        selector.remove(pair.near());
        selecting.get();
    }

    @Test
    void descriptorIsFreeWhenTheChannelWasTakenOutAndClosedWhileAThreadSelects() throws Exception {
        try (ChannelPair other = ChannelPair.nonBlocking()) {
            var before = Descriptors.sockets();
            SelectionKey otherKey = selector.keyOf(other.near(), this);
            Background<Void> selecting = selectingFor(otherKey);
            Threads.awaitBlocked(selecting.thread());

            pair.near().close();
            assertThat(Descriptors.sockets())
                    .as("a selector holds on to what is only closed")
                    .isEqualTo(before);
            selector.remove(pair.near());
            assertThat(Descriptors.sockets()).hasSize(before.size() - 1);

            selecting.get();
        }
    }

    @Test
    void removingAnUnregisteredChannelHasNoEffect() throws Exception {
        try (ChannelPair other = ChannelPair.nonBlocking()) {
            Background<Void> selecting = selectingFor(key);
            Threads.awaitBlocked(selecting.thread());
            selector.remove(other.near());
            Threads.awaitBlocked(selecting.thread());
            pair.send();
            selecting.get();
            assertThat(ready).containsExactly(key);
        }
    }

    @Test
    void whatIsReadyDuringARemovalIsReadyAfterwards() throws Exception {
        try (ChannelPair other = ChannelPair.nonBlocking()) {
            selector.keyOf(other.near(), this);
            pair.send();
            selector.remove(other.near());
            assertThat(ready).isEmpty();
            selector.selectFor(key, FOR_EVER);
            assertThat(ready).containsExactly(key);
        }
    }

    @Test
    void waitIsNotShorterThanAskedFor() throws Exception {
        long nanos = TimeUnit.MILLISECONDS.toNanos(3) - 1;
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(selector.select(nanos)).isFalse();
        }
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20 * nanos);
    }

    @Test
    void wakeupIsNoTimeout() throws Exception {
        Background<Boolean> selecting = Background.run(() -> selector.select(FOR_EVER));
        Threads.awaitBlocked(selecting.thread());
        selector.wakeup();
        assertThat(selecting.get()).isTrue();
    }

    private Background<Void> selectingFor(SelectionKey target) {
        return Background.run(() -> {
            selector.selectFor(target, FOR_EVER);
            return null;
        });
    }
}
