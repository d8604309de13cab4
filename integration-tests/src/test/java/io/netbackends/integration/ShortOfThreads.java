// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.nio.NioBackend;
import io.netbackends.socket.SocketBackend;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that temporarily cannot start threads. Prints the results of calls that need one. */
final class ShortOfThreads {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int MUCH = 16 << 20;

    private final CountDownLatch relief = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    private ShortOfThreads() {}

    public static void main(String[] args) throws Exception {
        new ShortOfThreads().run(args[0]);
    }

    private void run(String transport) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                NetworkStreamInterface stream = transport.equals("nio")
                        ? new NioBackend().connect("127.0.0.1", server.getLocalPort())
                        : new SocketBackend().connect("127.0.0.1", server.getLocalPort());
                Socket peer = server.accept()) {
            startAsManyThreadsAsThereCanBe();
            String name = "127.0.0.1:" + server.getLocalPort();
            peer.getOutputStream().write('a');
            report("read", name, () -> stream.read());
            report("read", name, () -> stream.read());
            report("write", name, () -> {
                stream.write(new byte[1]);
                return new byte[1];
            });
            relieve();
            peer.getOutputStream().write('b');
            report("read", name, () -> stream.read());
            report("write", name, () -> {
                stream.write(new byte[MUCH]);
                return new byte[MUCH];
            });
        }
    }

    private interface Call {
        byte[] run() throws Exception;
    }

    private static void report(String what, String peer, Call call) {
        String outcome;
        try (Timeout timeout = Timeout.after(SHORT)) {
            outcome = call.run().length + " bytes";
        } catch (Throwable e) {
            outcome = e.getClass().getSimpleName() + ": "
                    + String.valueOf(e.getMessage()).replace(peer, "PEER");
        }
        System.out.println(what + ": " + outcome);
    }

    private void startAsManyThreadsAsThereCanBe() {
        try {
            while (true) {
                Thread thread = new Thread(() -> {
                    try {
                        relief.await();
                    } catch (InterruptedException e) {
                        // this thread ends early
                    }
                });
                thread.start();
                threads.add(thread);
            }
        } catch (OutOfMemoryError e) {
            // no more threads can be started
        }
    }

    private void relieve() throws InterruptedException {
        relief.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
