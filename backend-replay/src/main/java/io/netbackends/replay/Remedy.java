// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

/**
 * Advice for the user about a mismatch.
 *
 * @param text for the message; may be empty
 * @param canRenew whether another recording may help
 */
record Remedy(String text, boolean canRenew) {
    private static final String HOW =
            " (@Recorded(lenient = true), netbackends.replay.match=lenient, or replay --match lenient)";

    /** Only a new recording may help. */
    static final Remedy RENEW = new Remedy("", true);

    /** The lenient matcher would accept the written bytes; a new recording would differ again. */
    static final Remedy LENIENT = new Remedy("lenient matching ignores this" + HOW, false);

    /** The lenient matcher can be configured to ignore the header. */
    static Remedy ignoring(String header) {
        return new Remedy("lenient matching with WriteMatcher.http(\"" + header + "\") ignores this", true);
    }

    /** Lenient matching uses a connection to another port of the same host. */
    static Remedy anyPort(String example) {
        return new Remedy("lenient matching uses one to another port, such as " + example + HOW, false);
    }
}
