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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server in a separate JVM, so that the measurement covers only the client. Its main class prints its port on the loopback
 * address, and ends at the end of its input.
 */
public final class ServerProcess implements Closeable {
    /**
     * The system property that determines where servers run: {@link #INSIDE}, or words to put before the command of the
     * process, such as {@code taskset -c 1}; none by default.
     */
    public static final String WHERE = "netbackends.benchmarks.server";

    /** Servers run in the client's process, which suffices for a smoke test. */
    public static final String INSIDE = "inside";

    private static final Set<ServerProcess> RUNNING = ConcurrentHashMap.newKeySet();

    /** The CPU time of closed servers, in nanoseconds. */
    private static final AtomicLong CLOSED = new AtomicLong();

    private final Process process;
    private final String printed;

    private ServerProcess(Process process, String printed) {
        this.process = process;
        this.printed = printed;
    }

    /** {@return whether servers run in a separate process, even if they could run in the client's} */
    public static boolean isWanted() {
        return !System.getProperty(WHERE, "").equals(INSIDE);
    }

    /** {@return the CPU time, user and system, of all servers started here until now, in nanoseconds} */
    public static long cpuNanos() {
        return CLOSED.get()
                + RUNNING.stream().mapToLong(ServerProcess::ownCpuNanos).sum();
    }

    private long ownCpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** Starts a main class from this class path, and waits until it listens. */
    public static ServerProcess start(Class<?> main, List<String> options, String... args) throws IOException {
        List<String> command = new ArrayList<>();
        String prefix = System.getProperty(WHERE, "");
        if (isWanted() && !prefix.isEmpty()) {
            command.addAll(List.of(prefix.split(" ", -1)));
        }
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
        String printed = out.readLine();
        if (printed == null) {
            process.destroyForcibly();
            throw new IOException(main.getName() + " ended without listening");
        }
        ServerProcess server = new ServerProcess(process, printed);
        RUNNING.add(server);
        return server;
    }

    /** {@return what the process printed: its port, or the path of its UNIX-domain socket} */
    public String printed() {
        return printed;
    }

    /** {@return the address of the server, if it printed a port} */
    public InetSocketAddress address() {
        String host = InetAddress.getLoopbackAddress().getHostAddress(); // a name would have to be looked up
        return new InetSocketAddress(host, Integer.parseInt(printed));
    }

    @Override
    public void close() {
        CLOSED.addAndGet(ownCpuNanos());
        RUNNING.remove(this);
        process.destroyForcibly().onExit().join();
    }
}
