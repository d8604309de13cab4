// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Programs;
import io.netbackends.integration.RunningProgram;
import io.netbackends.integration.ServerDirectory;
import io.netbackends.testsupport.Jars;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A JVM with the agent, which records all programs that it runs. The backends come only from the agent. */
final class AgentJvm implements Closeable {
    /** Longer than any write of the programs that does not stall. */
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(1);

    /** Connections to this port of {@code localhost} go to {@link #routedSocket()}. */
    static final int ROUTED_PORT = 2375;

    private final ServerDirectory directory = new ServerDirectory();
    private final RecordingFile recording = new RecordingFile(directory.resolve("agent.ndjson"));
    private final RunningProgram jvm;
    private int recordedBefore;

    AgentJvm() throws IOException {
        Path agent = Programs.requireAgent();
        jvm = RunningProgram.startForData(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:" + agent + "=recording:unixsocket:nio",
                "-Dnetbackends.unixsocket.routes=localhost:" + ROUTED_PORT + "=" + routedSocket(),
                "-Dnetbackends.recording.file=" + recording.path(),
                "-Dnetbackends.javanet.write-timeout=" + WRITE_TIMEOUT.toMillis(),
                "-Djavax.net.ssl.trustStore=" + TrustStore.write(directory.path()),
                "-Djavax.net.ssl.trustStorePassword=" + TrustStore.PASSWORD,
                "-XX:TieredStopAtLevel=1",
                "--class-path",
                classPath(),
                ProgramRunner.class.getName()));
    }

    Path routedSocket() {
        return directory.resolve("routed");
    }

    /** The class path without this project's modules, since an unchanged program must find everything in the agent. */
    static String classPath() {
        Path tests = Jars.of(AgentJvm.class);
        Path project = tests.getParent().getParent().getParent();
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        entry.equals(tests.toString()) || !Path.of(entry).startsWith(project))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Runs a program, and returns its output. */
    synchronized String run(Class<? extends ClientProgram> program, String... arguments) throws IOException {
        int begin = jvm.output().length();
        recordedBefore = recording.length();
        jvm.type(program.getName() + " " + String.join(" ", arguments) + "\n");
        String end = ProgramRunner.END + program.getName() + System.lineSeparator();
        jvm.awaitOutput("(?s)\\A.{" + begin + "}.*^" + Pattern.quote(end));
        String output = jvm.output();
        return output.substring(begin, output.length() - end.length());
    }

    /** Returns the bytes sent and received by the last program only, since others may have sent the same. */
    synchronized String plaintext() throws IOException {
        return recording.plaintext(recordedBefore);
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            jvm.close();
        }
    }
}
