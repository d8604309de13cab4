// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

/**
 * Names a call and its peer in messages; the text is built only when it is needed.
 *
 * @param verb ends with a space: {@code "read from "}
 * @param peer host and port, or a path
 */
public record Operation(String verb, String peer) {
    @Override
    public String toString() {
        return verb + peer;
    }
}
