// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.IOException;

/** The phase of a connection, which classifies failures whose type is not specific. */
enum Phase {
    CONNECT(ExitCodes.CANNOT_CONNECT, ""),
    TLS(ExitCodes.TLS_HANDSHAKE, "TLS handshake failed: "),
    SEND(ExitCodes.SEND_ERROR, "sending failed: "),
    RECEIVE(ExitCodes.RECEIVE_ERROR, "receiving failed: ");

    private final int exitCode;
    private final String lead;

    Phase(int exitCode, String lead) {
        this.exitCode = exitCode;
        this.lead = lead;
    }

    /** A step of a phase. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws IOException;
    }

    int exitCode() {
        return exitCode;
    }

    /** Returns the beginning of the message of a failure. */
    String lead() {
        return lead;
    }

    /** Runs one step; its failure becomes a {@link PeerException} of this phase. */
    <T> T with(String peer, Step<T> step) throws PeerException {
        try {
            return step.run();
        } catch (IOException e) {
            throw new PeerException(this, peer, e);
        }
    }
}
