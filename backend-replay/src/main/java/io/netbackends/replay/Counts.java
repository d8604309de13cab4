// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

/** Formats numbers of bytes for messages. */
final class Counts {
    private Counts() {}

    /** Returns, for instance, {@code 1 byte}. */
    static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    /** Returns, for instance, {@code 2 more bytes}. */
    static String more(long count) {
        return count == 1 ? "1 more byte" : count + " more bytes";
    }

    /** Returns, for instance, {@code 1 byte was expected first}. */
    static String expectedFirst(long count) {
        return bytes(count) + (count == 1 ? " was expected first" : " were expected first");
    }
}
