// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import io.netbackends.internal.NonBlockingThread;

/** A loop's thread: keeps neither JVM nor class loader alive, and must not wait for the futures that it completes. */
final class LoopThread extends Thread implements NonBlockingThread {
    LoopThread(String name, Runnable task) {
        super(null, task, name, 0, false);
        setDaemon(true);
        setContextClassLoader(null);
    }
}
