// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import org.jspecify.annotations.Nullable;

/**
 * Runs an action when the JVM exits. Should be registered only while there is something to do, because the JVM's reference to
 * the hook keeps the class loader of the action alive. Used under the owner's lock.
 */
final class ExitHook {
    private final Runnable action;
    private final String name;
    private @Nullable Thread hook;

    ExitHook(Runnable action, String name) {
        this.action = action;
        this.name = name;
    }

    /** Idempotent. Does nothing if the JVM is exiting, or memory is exhausted. */
    void register() {
        try {
            if (hook == null) {
                Thread thread = new Thread(null, action, name, 0, false);
                Runtime.getRuntime().addShutdownHook(thread);
                hook = thread;
            }
        } catch (IllegalStateException | OutOfMemoryError e) {
            // the next event tries again
        }
    }

    void unregister() {
        Thread registered = hook;
        hook = null;
        try {
            if (registered != null) {
                Runtime.getRuntime().removeShutdownHook(registered);
            }
        } catch (IllegalStateException e) {
            // the hook is running
        }
    }
}
