// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.internal.TaskLoop;
import io.netbackends.support.EventLoop;

/** The event loop of all asynchronous streams in memory. */
final class MemoryLoop {
    static final EventLoop LOOP = new TaskLoop("netbackends-memory");

    private MemoryLoop() {}
}
