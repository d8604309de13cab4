// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A server in a JVM of its own, so that what is measured is the client's. Its main class prints the port that it listens on, on
 * the loopback address, and ends when its input does.
 */
public final class ServerProcess implements Closeable {
    private final Process process;
    private final InetSocketAddress address;

    private ServerProcess(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /** Starts a main class of this class path, and waits until it listens. */
    public static ServerProcess start(Class<?> main, List<String> options, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                .toString());
        command.addAll(options);
        command.addAll(List.of("-cp", Objects.requireNonNull(System.getProperty("java.class.path")), main.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String port = out.readLine();
        if (port == null) {
            process.destroyForcibly();
            throw new IOException(main.getName() + " ended without listening");
        }
        String host = InetAddress.getLoopbackAddress().getHostAddress(); // a name would have to be looked up
        return new ServerProcess(process, new InetSocketAddress(host, Integer.parseInt(port)));
    }

    /** {@return where it listens} */
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
