// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netbackends.Timeout;
import java.io.IOException;

/** A client that opens a deadline for each exchange, so that its cost is included. */
final class BoundedClient implements Client {
    private final Client client;

    BoundedClient(Client client) {
        this.client = client;
    }

    @Override
    public void send() throws IOException {
        try (Timeout timeout = Timeout.after(DEADLINE)) {
            client.send();
        }
    }

    @Override
    public void receive() throws IOException {
        try (Timeout timeout = Timeout.after(DEADLINE)) {
            client.receive();
        }
    }

    @Override
    public void exchange() throws IOException {
        try (Timeout timeout = Timeout.after(DEADLINE)) {
            client.exchange();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
