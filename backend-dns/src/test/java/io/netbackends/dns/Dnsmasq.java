// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A dnsmasq process on a port of this machine. If dnsmasq is not installed, the test is skipped; with {@code
 * -Dnetbackends.peers=required}, as in CI, it fails.
 */
final class Dnsmasq implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final InetSocketAddress address;

    /** Starts it with the given options, one for each record, such as {@code --host-record=a.test,10.0.0.1}. */
    Dnsmasq(String... records) throws IOException {
        String program = program();
        address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), freePort());
        List<String> command = new ArrayList<>(List.of(
                program,
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--pid-file=",
                "--user=",
                "--no-resolv",
                "--no-hosts",
                "--listen-address=127.0.0.1",
                "--bind-interfaces",
                "--port=" + address.getPort()));
        command.addAll(List.of(records));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        awaitListening();
    }

    InetSocketAddress address() {
        return address;
    }

    private static String program() {
        Path program = Stream.of("/usr/local/sbin", "/usr/sbin", "/usr/bin")
                .map(directory -> Path.of(directory, "dnsmasq"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (program == null) {
            if ("required".equals(System.getProperty("netbackends.peers"))) {
                throw new AssertionError(
                        "dnsmasq is not installed; netbackends.peers=required allows no test to be skipped");
            }
            assumeTrue(false, "dnsmasq is not installed");
        }
        return program.toString();
    }

    /** Returns a port that is free for both UDP and TCP. */
    private static int freePort() throws IOException {
        InetAddress local = InetAddress.getByName("127.0.0.1");
        try (ServerSocket probe = new ServerSocket(0, 1, local)) {
            new DatagramSocket(probe.getLocalPort(), local).close();
            return probe.getLocalPort();
        }
    }

    private void awaitListening() throws IOException {
        long start = System.nanoTime();
        while (true) {
            try (SocketChannel probe = SocketChannel.open(address)) {
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - start > LIMIT.toNanos()) {
                    throw new IOException("dnsmasq does not listen to " + address, e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
