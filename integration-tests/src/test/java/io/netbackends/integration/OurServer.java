// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import io.netbackends.NetworkServer;
import io.netbackends.Timeout;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server on a backend of this project, for other clients. An exception of its handler fails the test. */
final class OurServer implements Closeable {
    private final ServerDirectory directory = new ServerDirectory();
    private final NetworkServer server;
    private final BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();

    OurServer(Backend backend, NetworkServer.Handler handler) throws IOException {
        server = NetworkServer.serve(backend.listen(directory), stream -> {
            try (Timeout limit = Timeout.after(WithinDeadline.LIMIT)) {
                handler.handle(stream);
                outcomes.add("handled");
            } catch (Throwable e) {
                outcomes.add(e);
            }
        });
    }

    Endpoint endpoint() {
        return Endpoint.of(server.getLocalAddress());
    }

    /** Waits until the handler has thrown an exception. */
    Throwable awaitFailure() throws InterruptedException {
        Object outcome = outcomes.poll(WithinDeadline.LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (outcome instanceof Throwable failure) {
            return failure;
        }
        throw new AssertionError("the handler was required to fail; its outcome: " + outcome);
    }

    /** Waits until the handler has finished with a stream. */
    void awaitHandled() throws InterruptedException {
        Object outcome = outcomes.poll(WithinDeadline.LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!"handled".equals(outcome)) {
            throw new AssertionError("the handler was required to end: " + outcome, failureIn(outcome));
        }
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            server.close();
        }
        for (Object outcome = outcomes.poll(); outcome != null; outcome = outcomes.poll()) {
            if (outcome instanceof Throwable failure) {
                throw new AssertionError("the handler failed: " + failure, failure);
            }
        }
    }

    private static Throwable failureIn(Object outcome) {
        return outcome instanceof Throwable failure ? failure : null;
    }
}
