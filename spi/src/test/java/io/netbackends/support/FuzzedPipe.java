// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** One direction of a {@link FuzzedWire}: records go in, random cuts of them come out. Guarded by the wire's lock. */
final class FuzzedPipe {
    private static final int HEADER = 5;

    private final SplittableRandom random;
    private final int maxCut;
    private final FuzzFault fault;
    private byte[] bytes = new byte[1024];
    private int head;
    private int tail;
    private int records;
    private boolean ended;
    private boolean struck;

    /** The fault of this pipe; kind NONE if the fault is elsewhere. */
    FuzzedPipe(SplittableRandom random, int maxCut, FuzzFault fault) {
        this.random = random;
        this.maxCut = maxCut;
        this.fault = fault;
    }

    /** Accepts complete records; returns whether the fault occurred in one of them. */
    boolean put(ByteBuffer src) {
        boolean before = struck;
        while (src.hasRemaining()) {
            int start = src.position();
            int length = src.remaining() < HEADER
                    ? src.remaining()
                    : Math.min(src.remaining(), HEADER + Short.toUnsignedInt(src.getShort(start + 3)));
            byte[] record = new byte[length];
            src.get(record);
            int whole = length;
            if (records++ == fault.record() && fault.kind() != FuzzFault.Kind.NONE) {
                struck = true;
                whole = strike(record);
            }
            append(record, whole);
            ended |= whole < length;
        }
        return struck && !before;
    }

    /** Returns the number of bytes of the record that arrive. */
    private int strike(byte[] record) {
        int index = fault.index(record.length);
        switch (fault.kind()) {
            case CORRUPTION -> record[index] ^= (byte) fault.mask();
            case END, RESET -> {
                return index;
            }
            default -> {}
        }
        return record.length;
    }

    private void append(byte[] record, int length) {
        if (ended) {
            return;
        }
        if (bytes.length - tail < length) {
            byte[] larger = new byte[2 * (tail - head + length)];
            System.arraycopy(bytes, head, larger, 0, tail - head);
            bytes = larger;
            tail -= head;
            head = 0;
        }
        System.arraycopy(record, 0, bytes, tail, length);
        tail += length;
    }

    /** Returns the number of bytes taken: 0 if none are available yet, -1 if there will be none. */
    int take(ByteBuffer dst) {
        if (head == tail) {
            return ended ? -1 : 0;
        }
        int n = Math.min(Math.min(tail - head, dst.remaining()), 1 + random.nextInt(maxCut));
        dst.put(bytes, head, n);
        head += n;
        return n;
    }

    void end() {
        ended = true;
    }

    /** Returns whether a reader would have to wait. */
    boolean isSilent() {
        return head == tail && !ended;
    }

    int size() {
        return tail - head;
    }

    boolean hasStruck() {
        return struck;
    }
}
