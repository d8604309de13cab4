// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import java.util.concurrent.atomic.AtomicInteger;

/** Hands out ports one after another, and begins again when there are no more. */
final class Ports {
    /** As many as there are of each kind. */
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
