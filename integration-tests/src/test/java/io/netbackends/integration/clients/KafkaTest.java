// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Tls;
import io.netbackends.testsupport.PlainServer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's client, which uses its own TLS engine: the agent records the plaintext of the engine. */
class KafkaTest extends ClientTest {
    private static final short API_VERSIONS = 18;

    @TempDir
    static Path directory;

    private static PlainServer broker;
    private static Path authority;

    @BeforeAll
    static void start() throws IOException {
        authority = Tls.PKI.writePem(directory);
        broker = PlainServer.listening()
                .serveTls(Tls.SERVER.serverContext(), KafkaTest::answer)
                .toleratingIoFailures();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** A broker that supports only the request for its API versions. */
    private static void answer(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        while (true) {
            byte[] request = in.readNBytes(in.readInt());
            out.writeInt(16);
            out.write(request, 4, 4); // the correlation
            short version = (short) (request[2] << 8 | request[3]);
            out.writeShort(version == 0 ? 0 : 35); // not supported
            out.writeInt(1);
            out.writeShort(API_VERSIONS);
            out.writeShort(0);
            out.writeShort(0);
            out.flush();
        }
    }

    @Override
    public ClientProgram program() {
        return new KafkaProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + broker.port(), authority.toString()};
    }

    @Override
    public String[] plaintext() {
        return new String[] {"kafka.test", "apache-kafka-java"};
    }
}
