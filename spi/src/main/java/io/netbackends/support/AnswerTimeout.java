// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkTimeoutException;
import java.io.InterruptedIOException;

/**
 * Thrown within a call for a TLS message of our own, the answer to a key update, say, that could not be sent in time: a record
 * may have been cut off, so the stream is of no more use, be it that the caller only wanted to read.
 */
final class AnswerTimeout extends InterruptedIOException {
    private static final long serialVersionUID = 1;

    /** What the caller of the stream gets to see. */
    final NetworkTimeoutException timeout;

    AnswerTimeout(NetworkTimeoutException timeout) {
        super(timeout.getMessage());
        this.timeout = timeout;
    }
}
