// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRingTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000, 8191, 8192, 8193, 20_000, 100_000})
    void whatGoesInComesOutInOrderHoweverItIsCut(int capacity) {
        Random random = new Random(capacity);
        byte[] data = new byte[10 * capacity + 1000];
        random.nextBytes(data);
        ByteBuffer in = ByteBuffer.wrap(data);
        ByteBuffer out = ByteBuffer.allocate(data.length);
        ByteRing ring = new ByteRing(capacity);
        while (out.hasRemaining()) {
            int before = ring.size();
            int some = Math.min(in.remaining(), random.nextInt(2 * capacity + 1));
            int taken = ring.fill(in.slice(in.position(), some));
            assertThat(taken).isEqualTo(Math.min(some, capacity - before));
            in.position(in.position() + taken);
            int room = Math.min(out.remaining(), random.nextInt(2 * capacity + 1));
            int given = ring.moveTo(out.slice(out.position(), room));
            assertThat(given).isEqualTo(Math.min(room, before + taken));
            out.position(out.position() + given);
            assertThat(ring.size()).isEqualTo(before + taken - given);
        }
        assertThat(out.array()).isEqualTo(data);
    }

    @Test
    void takesNoMoreMemoryThanItNeeds() {
        ByteRing ring = new ByteRing(Integer.MAX_VALUE);
        ring.fill(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        ByteBuffer out = ByteBuffer.allocate(5);
        assertThat(ring.moveTo(out)).isEqualTo(3);
        assertThat(out.array()).containsExactly(1, 2, 3, 0, 0);
    }

    @Test
    void isEmptyAndUsableAfterBeingCleared() {
        ByteRing ring = new ByteRing(4);
        ring.fill(ByteBuffer.allocate(3));
        ring.clear();
        assertThat(ring.size()).isZero();
        assertThat(ring.fill(ByteBuffer.allocate(5))).isEqualTo(4);
    }
}
