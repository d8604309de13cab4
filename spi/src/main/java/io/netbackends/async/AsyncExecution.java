// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

/** What the asynchronous calls of a backend run on. */
public enum AsyncExecution {
    /** An event loop: a call that waits keeps no thread. */
    EVENT_LOOP("event loop"),

    /** Each call blocks a thread, a virtual one where the JDK has them: the backend has no asynchronous half of its own. */
    THREADS("threads"),

    /** Whatever the backend that is wrapped runs on: the decorator itself keeps no thread. */
    DELEGATE("as what it wraps");

    private final String text;

    AsyncExecution(String text) {
        this.text = text;
    }

    /** {@return the name for people to read, such as {@code event loop}} */
    @Override
    public String toString() {
        return text;
    }
}
