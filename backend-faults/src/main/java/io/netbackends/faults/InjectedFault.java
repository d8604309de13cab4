// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

/**
 * A fault that a connection has met. A fault that lasts, such as a latency, is told once for each connection.
 *
 * @param connection the number of the connection among all of the backend, from 1; 0 for a lookup
 * @param target the peer, as messages name it
 * @param fault which one it was
 */
public record InjectedFault(long connection, String target, Fault fault) {
    /** Returns, for instance, {@code [1] db:5432: reset after 1000 bytes read (db:*)}. */
    @Override
    public String toString() {
        return "[" + connection + "] " + target + ": " + fault;
    }
}
