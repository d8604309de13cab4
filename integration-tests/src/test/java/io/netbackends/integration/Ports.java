// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Chooses ports for servers that cannot choose one themselves, and waits until they listen. */
public final class Ports {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long POLL_NANOS = Duration.ofMillis(5).toNanos();
    private static final Random RANDOM = new Random();

    private Ports() {}

    /** Below the range of ephemeral ports, so that no client connection of another process can use the port first. */
    public static int free() throws IOException {
        for (int i = 0; i < 100; i++) {
            int port = 15_000 + RANDOM.nextInt(15_000);
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(loopback(), port));
                return port;
            } catch (IOException e) {
                // in use
            }
        }
        throw new AssertionError("none of 100 ports is free");
    }

    public static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** Waits until all the endpoints accept connections. */
    public static void awaitListening(RunningProgram server, Endpoint... endpoints) throws IOException {
        long start = System.nanoTime();
        for (Endpoint endpoint : endpoints) {
            if (endpoint.port() != 0) {
                awaitListening(server, new InetSocketAddress(loopback(), endpoint.port()), start);
            }
            if (endpoint.path() != null) {
                awaitListening(server, UnixDomainSocketAddress.of(endpoint.path()), start);
            }
        }
    }

    private static void awaitListening(RunningProgram server, SocketAddress address, long start) {
        while (!accepts(address)) {
            if (!server.isAlive()) {
                throw server.failure("ended before it listened to " + address);
            }
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw server.failure("does not listen to " + address + " after " + LIMIT);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static boolean accepts(SocketAddress address) {
        try (SocketChannel probe = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open()) {
            return probe.connect(address);
        } catch (IOException e) {
            return false;
        }
    }
}
