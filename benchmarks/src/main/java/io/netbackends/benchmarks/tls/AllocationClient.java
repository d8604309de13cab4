// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import java.io.Closeable;
import java.io.IOException;

/** Exchanges messages of 64 bytes over TLS, and counts the allocations of its own side. */
interface AllocationClient extends Closeable {
    int SIZE = 64;

    /** Sends a message and receives the response. Returns the bytes allocated by this thread. */
    long exchange() throws IOException;

    /** Creates the client named by a benchmark parameter. */
    static AllocationClient connect(String kind) throws IOException {
        return switch (kind) {
            case "engineOnly" -> new EnginePair(true);
            case "engineOnlyHeap" -> new EnginePair(false);
            default -> StreamPair.connect(kind);
        };
    }
}
