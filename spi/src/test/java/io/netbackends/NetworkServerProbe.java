// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Main class of a child JVM: makes servers fail in each way, without a test framework that keeps the JVM alive. */
final class NetworkServerProbe {
    private NetworkServerProbe() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "handler" -> handlerFails();
            case "accept" -> acceptFails();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void handlerFails() throws Exception {
        QueueListener listener = new QueueListener();
        CompletableFuture<Thread> failing = new CompletableFuture<>();
        WaitingStream unlucky = new WaitingStream();
        NetworkServer.serve(listener, stream -> {
            if (stream == unlucky) {
                failing.complete(Thread.currentThread());
                throw new IOException("handled in vain");
            }
            stream.write("x".getBytes(US_ASCII));
        });
        listener.connect(unlucky);
        unlucky.awaitClosed();
        failing.join().join(10_000); // by then the server has logged
        printServed(listener);
    }

    private static void acceptFails() {
        QueueListener listener = new QueueListener();
        NetworkServer.serve(listener, stream -> stream.write("x".getBytes(US_ASCII)));
        listener.fail(new IOException("reset before it was accepted"));
        listener.fail(new IllegalStateException("refused by a decorator"));
        listener.fail(new OutOfMemoryError("injected"));
        printServed(listener);
    }

    private static void printServed(QueueListener listener) {
        WaitingStream next = new WaitingStream();
        listener.connect(next);
        next.awaitClosed();
        System.out.println("served " + next.written() + ", closed " + listener.isClosed());
    }
}
