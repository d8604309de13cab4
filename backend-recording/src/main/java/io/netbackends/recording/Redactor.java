// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.nio.ByteBuffer;

/**
 * Replaces confidential bytes in one direction of one connection. The bytes arrive in order, split at arbitrary positions,
 * so a redactor must keep its state from call to call.
 *
 * <p>Used by one thread at a time.
 */
@FunctionalInterface
public interface Redactor {
    /**
     * Overwrites the bytes that must not be recorded. Their number does not change, so lengths and offsets in recordings
     * stay correct.
     *
     * @param bytes the next ones, a copy of those that were moved: from its position to its limit, which may be changed; at
     *     least one
     */
    void redact(ByteBuffer bytes);
}
