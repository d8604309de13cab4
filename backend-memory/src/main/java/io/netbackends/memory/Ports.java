// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import java.util.concurrent.atomic.AtomicInteger;

/** Assigns ports one after another, and starts over after the last one. */
final class Ports {
    /** The number of ports of each kind. */
    static final int COUNT = 16384;

    private final int first;
    private final AtomicInteger used = new AtomicInteger();

    private Ports(int first) {
        this.first = first;
    }

    /** Ports 32768 to 49151, for clients: a separate range, so that a client port is never mistaken for a server port. */
    static Ports forClients() {
        return new Ports(32768);
    }

    /** Ports 49152 to 65535, for listeners. */
    static Ports forListeners() {
        return new Ports(49152);
    }

    int next() {
        return first + Math.floorMod(used.getAndIncrement(), COUNT);
    }
}
