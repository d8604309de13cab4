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

    /** The exception for the caller of the stream. */
    final NetworkTimeoutException timeout;

    TlsResponseTimeoutException(NetworkTimeoutException timeout) {
        super(timeout.getMessage());
        this.timeout = timeout;
    }
}
