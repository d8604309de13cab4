// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Endpoint;
import io.netbackends.integration.Ports;
import io.netbackends.integration.Programs;
import io.netbackends.integration.RunningProgram;
import io.netbackends.integration.ServerDirectory;
import io.netbackends.integration.Tls;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A RabbitMQ process, with ports for plaintext and TLS. It takes several seconds to start. */
final class RabbitServer implements Closeable {
    /** The script itself; the one on the path would switch to a system user. */
    private static final String PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private final ServerDirectory directory = new ServerDirectory();
    private final RunningProgram program;

    final Endpoint plain = new Endpoint(Ports.free(), null);
    final Endpoint tls = new Endpoint(Ports.free(), null);

    RabbitServer() throws IOException {
        String env = Programs.require("env", "coreutils");
        Programs.require("rabbitmq-server", "rabbitmq-server");
        Path config = Files.writeString(directory.resolve("rabbitmq.conf"), config());
        int distribution = Ports.free();
        program = RunningProgram.start(List.of(
                env,
                "HOME=" + directory.path(),
                "RABBITMQ_NODENAME=tests" + distribution + "@localhost",
                "RABBITMQ_DIST_PORT=" + distribution,
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-start_epmd false -erl_epmd_port " + distribution,
                "RABBITMQ_CONFIG_FILE=" + config,
                "RABBITMQ_ENABLED_PLUGINS_FILE=" + directory.resolve("plugins"),
                "RABBITMQ_MNESIA_BASE=" + directory.resolve("mnesia"),
                "RABBITMQ_LOG_BASE=" + directory.resolve("log"),
                "RABBITMQ_PID_FILE=" + directory.resolve("pid"),
                PROGRAM));
        program.awaitOutput("Server startup complete");
    }

    private String config() throws IOException {
        return """
                listeners.tcp.1 = 127.0.0.1:%d
                listeners.ssl.1 = 127.0.0.1:%d
                ssl_options.certfile = %s
                ssl_options.keyfile = %s
                log.console = true
                log.file = false
                """.formatted(
                        plain.port(),
                        tls.port(),
                        Tls.SERVER.writeCertificateChainPem(directory.path()),
                        Tls.SERVER.writeKeyPem(directory.path()));
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            program.close();
        }
    }
}
