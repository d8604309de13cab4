// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.TlsTruncation;
import java.util.Objects;

/**
 * The settings of connections; immutable.
 *
 * @param bufferSize in bytes, of each direction
 * @param backlog the maximum number of pending connections
 * @param truncation how to treat a TLS peer that closes the connection without close_notify
 */
record MemorySettings(int bufferSize, int backlog, TlsTruncation truncation) {
    static final MemorySettings DEFAULT = new MemorySettings(64 * 1024, 50, TlsTruncation.ERROR);

    MemorySettings {
        if (bufferSize < 1) {
            throw new IllegalArgumentException("bufferSize (" + bufferSize + ") must be positive");
        }
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog (" + backlog + ") must be positive");
        }
        Objects.requireNonNull(truncation, "truncation");
    }

    MemorySettings withBufferSize(int bytes) {
        return new MemorySettings(bytes, backlog, truncation);
    }

    MemorySettings withBacklog(int connections) {
        return new MemorySettings(bufferSize, connections, truncation);
    }

    MemorySettings with(TlsTruncation changed) {
        return new MemorySettings(bufferSize, backlog, changed);
    }
}
