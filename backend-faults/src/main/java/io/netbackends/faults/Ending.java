// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import java.io.IOException;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The permanent end of a connection by a fault, which determines the results of later reads and writes.
 *
 * @param kind a reset, a cut or a half-close
 * @param fault the fault, named in messages
 */
record Ending(Effect.Kind kind, Fault fault) {
    /** Returns the failure of reads; null for the end of the stream. */
    @Nullable
    IOException readFailure(String operation, boolean tls) {
        if (kind == Effect.Kind.RESET) {
            return new SocketException(operation + ": connection reset" + reason());
        }
        return kind == Effect.Kind.CUT && tls
                ? new SSLException(operation + ": the peer closed the connection without close_notify" + reason())
                : null;
    }

    /** Returns the failure of writes; null if they still succeed. */
    @Nullable
    IOException writeFailure(String operation) {
        return switch (kind) {
            case RESET -> new SocketException(operation + ": connection reset" + reason());
            case CUT -> new SocketException(operation + ": broken pipe" + reason());
            default -> null;
        };
    }

    private String reason() {
        return injected(fault);
    }

    /** Returns the end of a message that names the injected fault. */
    static String injected(Fault fault) {
        return ", injected: " + fault;
    }
}
