// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.nio.channels.SelectionKey;

/** The two directions of bytes, used also for connects and accepts; one thread at a time waits in each. */
enum Direction {
    INPUT(SelectionKey.OP_READ | SelectionKey.OP_ACCEPT),
    OUTPUT(SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT);

    private final int ops;

    Direction(int ops) {
        this.ops = ops;
    }

    /** Returns the direction that an operation of a selection key belongs to. */
    static Direction of(int op) {
        return INPUT.isAmong(op) ? INPUT : OUTPUT;
    }

    boolean isAmong(int someOps) {
        return (someOps & ops) != 0;
    }

    Direction other() {
        return this == INPUT ? OUTPUT : INPUT;
    }
}
