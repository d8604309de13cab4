// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.startup;

import io.netbackends.testsupport.Jars;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A program that reads one byte, run in separate JVMs with a minimal class path. */
final class Program {
    private final Path directory;
    private final Class<?> main;
    private final String classPath;
    private final List<String> options = new ArrayList<>();

    private Program(Path directory, Class<?> main, String classPath) {
        this.directory = directory;
        this.main = main;
        this.classPath = classPath;
    }

    /** Packs the main class into a jar in a directory; {@code others} are classes from the other jars of the class path. */
    static Program in(Path directory, Class<?> main, List<Class<?>> others) throws IOException {
        Path jar = directory.resolve("program.jar");
        writeJar(jar, main);
        StringBuilder classPath = new StringBuilder(jar.toString());
        for (Class<?> other : others) {
            classPath.append(File.pathSeparator).append(Jars.of(other));
        }
        return new Program(directory, main, classPath.toString());
    }

    /** Runs the program once to create an archive of its loaded classes (CDS), and uses the archive from then on. */
    void shareClasses(OneByteServer server) throws IOException {
        Path archive = directory.resolve("classes.jsa");
        options.add("-XX:ArchiveClassesAtExit=" + archive);
        start(server).finish();
        options.clear();
        options.add("-XX:SharedArchiveFile=" + archive);
        options.add("-Xshare:on");
        start(server).finish(); // fails if the archive cannot be used
        options.remove("-Xshare:on");
    }

    Run start(OneByteServer server) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                .toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName(), server.host(), Integer.toString(server.port())));
        Path errors = directory.resolve("errors");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        return new Run(process, errors);
    }

    private static void writeJar(Path jar, Class<?> type) throws IOException {
        String file = type.getName().replace('.', '/') + ".class";
        try (InputStream bytes = Objects.requireNonNull(type.getResourceAsStream("/" + file));
                OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry(file));
            bytes.transferTo(entries);
        }
    }
}
