// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.NetworkBackend;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.faults.Faults;
import io.netbackends.faults.FaultyBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Runs the demo with one backend after the other, and prints the results.
 *
 * @param out the output
 * @param directory the directory for recordings and UNIX-domain sockets
 * @param certificate the certificate of the page
 * @param pagePort the port of the page, over TLS
 * @param stallingPort a port at which the kernel accepts connections, and no process reads or writes
 */
record DemoRun(PrintWriter out, Path directory, DemoCertificate certificate, int pagePort, int stallingPort) {
    private static final String RECORDING = "recording";
    private static final String UNIX = "unixsocket";

    private static final Duration LIMIT = Duration.ofMillis(300);

    /** A deadline that fires later than this counts as missed; generous, since the machine may be busy. */
    private static final Duration LATEST = LIMIT.plusSeconds(5);

    void show(String name) throws CommandException, IOException {
        out.println();
        out.println("--- " + name + " ---");
        if (!name.equals(UNIX)) {
            show(name, local(pagePort), local(stallingPort));
            return;
        }
        try (DemoUnixSockets sockets = DemoUnixSockets.open(directory, pagePort)) {
            show(name, sockets.doorAddress(), sockets.stallingAddress());
        }
    }

    private static SocketAddress local(int port) {
        return InetSocketAddress.createUnresolved("localhost", port);
    }

    private void show(String name, SocketAddress page, SocketAddress stalling) throws CommandException, IOException {
        fetch(name, page);
        fetchAsync(name, page);
        DemoClient client = new DemoClient(BackendChoice.named(name).open());
        deadline("reading from a peer that never answers", client.readFromStalling(stalling, LIMIT));
        surviveFault(name, page);
        deadline(
                "writing to a peer that never reads, where a plain socket waits forever",
                client.writeToStalling(stalling, LIMIT));
    }

    private void fetch(String name, SocketAddress page) throws CommandException, IOException {
        boolean recorded = NetworkBackend.installed().stream()
                .anyMatch(backend -> backend.isUsable() && RECORDING.equals(backend.name()));
        DemoRecording recording = DemoRecording.in(directory);
        String response =
                recorded ? fetchRecorded(name, page, recording.file()) : fetchPage(BackendChoice.named(name), page);
        checkPage(response);
        out.println("  fetched over TLS, within 10 s, and within 3 s to connect: \"" + DemoPage.TEXT + "\"");
        if (!recorded) {
            out.println("  not recorded: the backend \"recording\" is not installed");
            return;
        }
        out.println("  and this is what the backend " + RECORDING + ":" + name + " saw of it:");
        recording.latestConnection().forEach(line -> out.println("    " + line));
    }

    private static void checkPage(String response) throws IOException {
        if (!response.endsWith("\r\n\r\n" + DemoPage.TEXT + "\n")) {
            throw new IOException("the page differs from the one that the server sent: " + response);
        }
    }

    private void fetchAsync(String name, SocketAddress page) throws CommandException, IOException {
        AsyncNetworkBackend net = BackendChoice.named(name).openAsync();
        checkPage(new DemoAsyncClient(net).fetchAndWait(page, certificate.client()));
        out.println("  fetched asynchronously, within the same limits, by " + net);
    }

    /** Breaks the first connection in the middle of the response, so that the client tries again. */
    private void surviveFault(String name, SocketAddress page) throws CommandException, IOException {
        Faults faults = new Faults();
        faults.add(Faults.on("*").connection(1).reading().afterBytes(20).reset());
        DemoClient client =
                new DemoClient(new FaultyBackend(BackendChoice.named(name).open(), faults));
        try {
            client.fetch(page, certificate.client());
            throw new IOException("a connection was not reset as intended: " + faults.injected());
        } catch (SocketException e) {
            checkPage(client.fetch(page, certificate.client()));
            out.println(
                    "  a reset in the middle of the response, injected by the backend faults, was survived: the second try "
                            + "fetched the page");
        }
    }

    private String fetchRecorded(String name, SocketAddress page, Path file) throws CommandException, IOException {
        System.setProperty(BackendChoice.RECORDING_FILE, file.toString());
        return fetchPage(BackendChoice.named(name).recorded(), page);
    }

    private String fetchPage(BackendChoice choice, SocketAddress page) throws CommandException, IOException {
        return new DemoClient(choice.open()).fetch(page, certificate.client());
    }

    private void deadline(String what, Duration elapsed) throws IOException {
        String times = elapsed.toMillis() + " ms (deadline: " + LIMIT.toMillis() + " ms)";
        if (elapsed.compareTo(LIMIT) < 0 || elapsed.compareTo(LATEST) > 0) {
            throw new IOException(what + " ended after " + times);
        }
        out.println("  " + what + ": gave up after " + times);
    }
}
