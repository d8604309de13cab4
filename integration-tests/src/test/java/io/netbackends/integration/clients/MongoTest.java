// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.netbackends.integration.Tls;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** MongoDB's driver: over TLS with the SSLContext, in plaintext only with the agent. */
class MongoTest extends ClientTest implements HookedClient, WritesWithoutEnd, HasReadTimeout {
    private static MongoServer plain;
    private static MongoServer tls;

    @BeforeAll
    static void start() {
        plain = new MongoServer(new MemoryBackend());
        plain.bind("127.0.0.1", 0);
        tls = new MongoServer(new MemoryBackend());
        tls.enableSsl(Tls.SERVER.privateKey(), "", Tls.SERVER.certificate());
        tls.bind("127.0.0.1", 0);
    }

    @AfterAll
    static void stop() {
        plain.shutdownNow();
        tls.shutdownNow();
    }

    @Override
    public ClientProgram program() {
        return new MongoProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + plain.getLocalAddress().getPort(), "" + port()};
    }

    @Override
    public String[] plaintext() {
        return new String[] {"hello by MongoDB", "greetings"};
    }

    @Override
    public int port() {
        return tls.getLocalAddress().getPort();
    }

    @Override
    public void writeWithoutEnd(Sockets sockets, int port) {
        insert(MongoProgram.tls(sockets, port).build());
    }

    @Override
    public void readWithTimeout(Sockets sockets, int port, Duration timeout) {
        insert(MongoProgram.tls(sockets, port)
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS))
                .build());
    }

    /** Inserts more in one message than the buffers hold. */
    private static void insert(MongoClientSettings settings) {
        Document large = new Document("text", "x".repeat(12 << 20));
        try (MongoClient client = MongoClients.create(settings)) {
            client.getDatabase("test").getCollection("large").insertMany(Collections.nCopies(3, large));
        }
    }
}
