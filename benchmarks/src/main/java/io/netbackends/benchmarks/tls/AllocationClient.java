// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import java.io.Closeable;
import java.io.IOException;

/** Exchanges messages of 64 bytes over TLS, and tells what its own side has allocated for them. */
interface AllocationClient extends Closeable {
    int SIZE = 64;

    /** Sends a message and takes the answer; returns the bytes allocated on this thread for that. */
    long exchange() throws IOException;

    /** Makes the client that a parameter of the benchmark names. */
    static AllocationClient connect(String kind) throws IOException {
        return switch (kind) {
            case "engineOnly" -> new EnginePair(true);
            case "engineOnlyHeap" -> new EnginePair(false);
            default -> StreamPair.connect(kind);
        };
    }
}
