// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.PrintStream;

/**
 * What a program does that uses one client, written as the client's authors mean it to be. Has a constructor without arguments, so
 * that a JVM of its own can run it: see {@link ProgramRunner}.
 */
public interface ClientProgram {
    /**
     * Talks to the servers, and prints what came of it: the same each time, over whatever sockets.
     *
     * @param sockets those to hook into the client; with {@link JvmSockets}, the client is left as it is
     * @param arguments where the servers are
     */
    void run(Sockets sockets, PrintStream out, String... arguments) throws Exception;
}
