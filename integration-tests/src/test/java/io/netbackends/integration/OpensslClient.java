// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts {@code openssl s_client}. */
final class OpensslClient {
    private OpensslClient() {}

    /** Starts it with its full output about the connection. */
    static RunningProgram start(Endpoint server, ServerDirectory directory, String... options) throws IOException {
        return RunningProgram.start(command(server, directory, options));
    }

    /** Starts it with only data as input and output. */
    static RunningProgram startForData(Endpoint server, ServerDirectory directory, String... options)
            throws IOException {
        List<String> command = command(server, directory, options);
        command.add("-quiet");
        return RunningProgram.startForData(command);
    }

    private static List<String> command(Endpoint server, ServerDirectory directory, String... options)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(Programs.require("openssl", "openssl"), "s_client"));
        command.addAll(
                server.path() == null
                        ? List.of("-connect", "127.0.0.1:" + server.port())
                        : List.of("-unix", server.path().toString()));
        command.addAll(List.of("-CAfile", Tls.PKI.writePem(directory.path()).toString()));
        command.addAll(List.of("-servername", "localhost", "-verify_hostname", "localhost", "-verify_return_error"));
        command.addAll(List.of(options));
        return command;
    }
}
