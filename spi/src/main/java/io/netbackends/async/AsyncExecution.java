// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

/** How the asynchronous calls of a backend run. */
public enum AsyncExecution {
    /** An event loop: a waiting call occupies no thread. */
    EVENT_LOOP("event loop"),

    /** Each call blocks a thread (a virtual one if the JDK has them): the backend has no native asynchronous half. */
    THREADS("threads"),

    /** The same as the wrapped backend: the decorator itself occupies no thread. */
    DELEGATE("as what it wraps");

    private final String text;

    AsyncExecution(String text) {
        this.text = text;
    }

    /** {@return the name for display, such as {@code event loop}} */
    @Override
    public String toString() {
        return text;
    }
}
