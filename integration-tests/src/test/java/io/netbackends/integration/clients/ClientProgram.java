// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.PrintStream;

/**
 * A program that uses one client as its authors intend. Has a constructor without arguments, so that a separate JVM can run
 * it: see {@link ProgramRunner}.
 */
public interface ClientProgram {
    /**
     * Uses the servers, and prints the results, which are the same each time, over any sockets.
     *
     * @param sockets the sockets to configure in the client; with {@link JvmSockets}, the client is unchanged
     * @param arguments the addresses of the servers
     */
    void run(Sockets sockets, PrintStream out, String... arguments) throws Exception;
}
