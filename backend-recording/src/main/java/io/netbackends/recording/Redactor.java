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
     * @param bytes a copy of the next bytes, at least one, from its position to its limit; implementations may change both
     */
    void redact(ByteBuffer bytes);
}
