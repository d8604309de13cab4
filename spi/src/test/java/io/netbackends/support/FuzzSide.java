// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The actions of one end of a round, and their outcome. */
final class FuzzSide {
    final byte[] toSend;
    final byte[] expected;

    /** The number of bytes of {@link #toSend} that were written by calls that returned. */
    volatile int written;

    volatile int received;

    /** Set before the end sends its close_notify. */
    volatile boolean saidClose;

    /** Set before the end is also closed for reading: it may then read only a part. */
    volatile boolean closedItself;

    /** Set before the end is closed because reading has failed: its writer fails as well. */
    volatile boolean gaveUp;

    volatile boolean sawEnd;
    volatile @Nullable String wrong;

    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

    FuzzSide(byte[] toSend, byte[] expected) {
        this.toSend = toSend;
        this.expected = expected;
    }

    static byte[] data(SplittableRandom random, int maxSize) {
        byte[] data = new byte[random.nextInt(1 + random.nextInt(maxSize))];
        random.nextBytes(data);
        return data;
    }

    boolean hasReceivedAll() {
        return received == expected.length;
    }

    boolean hasFailed() {
        return !failures.isEmpty();
    }

    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    void failed(Throwable failure) {
        failures.add(failure);
    }

    void took(ByteBuffer content) {
        while (content.hasRemaining() && wrong == null) {
            byte got = content.get();
            if (received >= expected.length || expected[received] != got) {
                wrong = "byte " + received + " of " + expected.length + " is wrong";
            } else {
                received++;
            }
        }
    }

    @Override
    public String toString() {
        return "written " + written + " of " + toSend.length + ", received " + received + " of " + expected.length
                + (sawEnd ? ", saw the end" : "")
                + (saidClose ? ", said close" : "")
                + (closedItself ? ", closed itself" : "")
                + ", " + failures;
    }
}
