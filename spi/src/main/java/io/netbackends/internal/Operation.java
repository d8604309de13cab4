// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

/**
 * What a call does, and with which peer: the text of it, which is built only when a message needs it.
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
