// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** MongoDB's driver, in plaintext and over TLS. The arguments are the two ports. */
final class MongoProgram implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) {
        talk(settings(Integer.parseInt(arguments[0])).build(), out);
        talk(tls(sockets, Integer.parseInt(arguments[1])).build(), out);
    }

    static MongoClientSettings.Builder settings(int port) {
        return MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(new ServerAddress("localhost", port)))
                        .serverSelectionTimeout(20, TimeUnit.SECONDS))
                .retryWrites(false)
                .retryReads(false);
    }

    /** The driver accepts no socket factory, but an SSLContext, from which it creates its sockets. */
    static MongoClientSettings.Builder tls(Sockets sockets, int port) {
        return settings(port).applyToSslSettings(ssl -> ssl.enabled(true).context(sockets.context()));
    }

    private static void talk(MongoClientSettings settings, PrintStream out) {
        try (MongoClient client = MongoClients.create(settings)) {
            MongoCollection<Document> collection = client.getDatabase("test").getCollection("greetings");
            collection.drop();
            collection.insertOne(new Document("_id", 1).append("text", "hello by MongoDB"));
            out.println(collection.find(new Document("_id", 1)).first().toJson());
        }
    }
}
