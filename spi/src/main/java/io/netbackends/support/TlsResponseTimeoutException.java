// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkTimeoutException;
import java.io.InterruptedIOException;

/**
 * Signals that a message which the engine had to send, for example the response to a key update, missed the deadline. A record
 * may be incomplete, so the stream is closed even if the caller was only reading.
 */
final class TlsResponseTimeoutException extends InterruptedIOException {
    private static final long serialVersionUID = 1;

    /** What the stream throws to its caller. */
    final NetworkTimeoutException timeout;

    TlsResponseTimeoutException(NetworkTimeoutException timeout) {
        super(timeout.getMessage());
        this.timeout = timeout;
    }
}
