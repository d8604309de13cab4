// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.IOException;

/** A failure of the network, with the peer and the phase. */
final class PeerException extends IOException {
    private static final long serialVersionUID = 1;

    private final Phase phase;
    private final String peer;
    private final IOException failure;

    PeerException(Phase phase, String peer, IOException failure) {
        super(peer + ": " + failure.getMessage(), failure);
        this.phase = phase;
        this.peer = peer;
        this.failure = failure;
    }

    Phase phase() {
        return phase;
    }

    /** Returns the peer as the user wrote it: {@code localhost:8443}. */
    String peer() {
        return peer;
    }

    IOException failure() {
        return failure;
    }
}
