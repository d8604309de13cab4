// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A program whose virtual threads share one carrier thread: while one of them is blocked in a call, another one must be able
 * to run. The argument is the spec of a backend. Prints the calls that did not release the carrier.
 */
final class OneCarrier {
    private static final Duration DEADLINE = Duration.ofSeconds(600);
    private static final long LIMIT_SECONDS = 20;

    private OneCarrier() {}

    /** A call that blocks until its stream or listener is closed. */
    @FunctionalInterface
    private interface Call {
        void run() throws IOException;
    }

    public static void main(String[] args) throws Exception {
        Backend backend = new Backend(args[0]);
        for (boolean deadline : new boolean[] {false, true}) {
            String suffix = deadline ? " under a deadline" : "";
            try (ServerDirectory directory = new ServerDirectory();
                    NetworkListenerInterface listener = backend.listen(directory)) {
                NetworkStreamInterface reading = backend.connect(Endpoint.of(listener.getLocalAddress()));
                try (NetworkStreamInterface silent = listener.accept()) {
                    check("read" + suffix, deadline, reading::read, reading);
                }
                NetworkStreamInterface writing = backend.connect(Endpoint.of(listener.getLocalAddress()));
                try (NetworkStreamInterface full = listener.accept()) {
                    check("write" + suffix, deadline, () -> writeForEver(writing), writing);
                }
                check("accept" + suffix, deadline, listener::accept, listener);
            }
        }
    }

    private static void check(String name, boolean deadline, Call call, Closeable ending) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Thread blocked = Threads.startVirtual(() -> {
            try (Timeout timeout = Timeout.after(DEADLINE)) {
                if (!deadline) {
                    timeout.cancel();
                }
                begun.countDown();
                call.run();
                System.out.println(name + " did not block");
            } catch (IOException e) {
                // closed
            }
        });
        begun.await();
        CountDownLatch carried = new CountDownLatch(1);
        Threads.startVirtual(carried::countDown); // runs only when the first one releases the carrier
        if (!carried.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            System.out.println(name + " kept the carrier");
        }
        ending.close();
        blocked.join();
    }

    private static void writeForEver(NetworkStreamInterface stream) throws IOException {
        byte[] data = new byte[1 << 20];
        while (true) {
            stream.write(data);
        }
    }
}
