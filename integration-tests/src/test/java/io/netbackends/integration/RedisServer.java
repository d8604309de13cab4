// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A Redis process without persistence. Over TLS, it requires a client certificate. */
public final class RedisServer implements Closeable {
    private final String redis = Programs.require("redis-server", "redis-server");
    private final ServerDirectory directory = new ServerDirectory();
    private final RunningProgram program;

    public final Endpoint plain = new Endpoint(Ports.free(), directory.resolve("redis"));
    public final Endpoint tls = new Endpoint(Ports.free(), null);

    public RedisServer() throws IOException {
        program = RunningProgram.start(List.of(
                redis,
                "--bind",
                "127.0.0.1",
                "--port",
                "" + plain.port(),
                "--unixsocket",
                plain.path().toString(),
                "--unixsocketperm",
                "700",
                "--tls-port",
                "" + tls.port(),
                "--tls-cert-file",
                Tls.SERVER.writeCertificateChainPem(directory.path()).toString(),
                "--tls-key-file",
                Tls.SERVER.writeKeyPem(directory.path()).toString(),
                "--tls-ca-cert-file",
                Tls.PKI.writePem(directory.path()).toString(),
                "--dir",
                directory.path().toString(),
                "--save",
                "",
                "--appendonly",
                "no"));
        Ports.awaitListening(program, plain, tls);
    }

    /** Waits until it has read a client's BLPOP; if it is killed earlier, the system resets the connection. */
    void awaitBlockedClient(Backend backend) throws IOException {
        try (NetworkStreamInterface stream = backend.connect(plain)) {
            Resp resp = new Resp(stream);
            while (!new String((byte[]) resp.call("INFO", "clients")).contains("blocked_clients:1")) {
                Timeout.check("wait for a blocked client");
            }
        }
    }

    /** Kills it, without an orderly shutdown. */
    public void kill() {
        program.kill();
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            program.close();
        }
    }
}
