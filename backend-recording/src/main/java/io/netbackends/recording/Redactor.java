// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.nio.ByteBuffer;

/**
 * Replaces what is confidential in one direction of one connection. The bytes come in order, cut anywhere: what a secret looks
 * like must be remembered from one call to the next.
 *
 * <p>Used by one thread at a time.
 */
@FunctionalInterface
public interface Redactor {
    /**
     * Overwrites what is not to be recorded. There are as many bytes afterwards, so that lengths and offsets in recordings are
     * true.
     *
     * @param bytes the next ones, a copy of those that were moved: from its position to its limit, which may be changed; at
     *     least one
     */
    void redact(ByteBuffer bytes);
}
