// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.util.concurrent.ThreadFactory;

/** Starts threads that keep no JVM alive: virtual ones where the JDK has them (21 on), else daemons. */
final class ServerThreads {
    private static final ThreadFactory FACTORY = factory();

    private ServerThreads() {}

    static void start(String name, Runnable task) {
        Thread thread = FACTORY.newThread(task);
        thread.setName(name);
        thread.start();
    }

    private static ThreadFactory factory() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException e) {
            return task -> {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                return thread;
            };
        }
    }
}
