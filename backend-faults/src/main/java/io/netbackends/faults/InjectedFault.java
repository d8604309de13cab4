// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

/**
 * A fault injected into a connection. A lasting fault, such as a latency, is reported once for each connection.
 *
 * @param connection the number of the connection among all those of the backend, from 1; 0 for a lookup
 * @param target the name of the peer in messages
 * @param fault the fault
 */
public record InjectedFault(long connection, String target, Fault fault) {
    /** Returns, for instance, {@code [1] db:5432: reset after 1000 bytes read (db:*)}. */
    @Override
    public String toString() {
        return "[" + connection + "] " + target + ": " + fault;
    }
}
