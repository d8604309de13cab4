// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

/**
 * What the user can do about a mismatch.
 *
 * @param text for the message; may be empty
 * @param canRenew whether another recording may help
 */
record Remedy(String text, boolean canRenew) {
    private static final String HOW =
            " (@Recorded(lenient = true), netbackends.replay.match=lenient, or replay --match lenient)";

    /** Nothing is known to help but another recording. */
    static final Remedy RENEW = new Remedy("", true);

    /** The lenient matcher would accept what was written; in another recording it would be something else again. */
    static final Remedy LENIENT = new Remedy("lenient matching ignores this" + HOW, false);

    /** The lenient matcher can be told to accept it. */
    static Remedy ignoring(String header) {
        return new Remedy("lenient matching with WriteMatcher.http(\"" + header + "\") ignores this", true);
    }

    /** Lenient matching takes a connection to another port of the same host. */
    static Remedy anyPort(String example) {
        return new Remedy("lenient matching takes one to another port, such as " + example + HOW, false);
    }
}
