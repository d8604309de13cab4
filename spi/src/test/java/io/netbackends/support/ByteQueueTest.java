// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** When a queue has a buffer, and that no two queues share one. */
class ByteQueueTest {
    private final ByteQueue queue = new ByteQueue(TlsBufferPool.SMALL);

    @Test
    void emptyQueueHoldsNoBuffer() {
        assertThat(queue.content().capacity()).isZero();
        fill(queue, 3);
        assertThat(queue.content().capacity()).isEqualTo(TlsBufferPool.SMALL);
        queue.content().position(3);
        queue.releaseIfEmpty();
        assertThat(queue.content().capacity()).isZero();
        assertThat(queue.capacity()).isEqualTo(TlsBufferPool.SMALL);
    }

    @Test
    void queueWithContentKeepsItsBuffer() {
        fill(queue, 3);
        queue.releaseIfEmpty();
        assertThat(queue.content()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1, 2}));
    }

    @Test
    void whatIsForgottenIsNotFoundInTheNextBuffer() {
        fill(queue, 3);
        queue.clear();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.room()).isEqualTo(TlsBufferPool.SMALL);
        fill(queue, 2);
        assertThat(queue.content()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1}));
    }

    @Test
    void growingKeepsTheContent() {
        fill(queue, 3);
        queue.ensureCapacity(TlsBufferPool.SMALL + 1);
        assertThat(queue.capacity()).isEqualTo(TlsBufferPool.LARGE);
        assertThat(queue.content()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1, 2}));
    }

    @Test
    void noBufferIsHadByTwo() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Set<ByteBuffer> taken = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            List<Callable<Boolean>> takers = Collections.nCopies(8, () -> {
                boolean alone = true;
                for (int i = 0; i < 20_000; i++) {
                    ByteBuffer one = TlsBufferPool.take(i % 2 == 0 ? TlsBufferPool.SMALL : TlsBufferPool.LARGE);
                    ByteBuffer other = TlsBufferPool.take(1);
                    alone &= taken.add(one) & taken.add(other);
                    taken.remove(one);
                    taken.remove(other);
                    TlsBufferPool.release(one, 0);
                    TlsBufferPool.release(other, 0);
                }
                return alone;
            });
            List<Boolean> alone = new ArrayList<>();
            for (Future<Boolean> taker : threads.invokeAll(takers)) {
                alone.add(taker.get());
            }
            assertThat(alone).containsOnly(true);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void busyThreadFindsItsBufferAgain() {
        ByteBuffer first = TlsBufferPool.take(1);
        TlsBufferPool.release(first, 0);
        ByteBuffer second = TlsBufferPool.take(1);
        assertThat(second).isSameAs(first);
        assertThat(second.remaining()).isEqualTo(TlsBufferPool.SMALL);
        TlsBufferPool.release(second, 0);
    }

    private static void fill(ByteQueue queue, int count) {
        ByteBuffer room = queue.beginFill();
        for (int i = 0; i < count; i++) {
            room.put((byte) i);
        }
        queue.endFill();
    }
}
