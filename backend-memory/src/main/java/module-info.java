// SPDX-License-Identifier: Apache-2.0
/** Network streams within one JVM, in memory, for tests: the backend {@code memory}. */
module io.netbackends.memory {
    requires transitive io.netbackends;
    requires static com.google.auto.service;
    requires static org.jspecify;

    exports io.netbackends.memory;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.memory.MemoryBackendProvider;
}
