// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine on which the benchmarks run. */
final class Machine {
    private Machine() {}

    /** Returns the processor, the number of cores, the memory and the kernel. */
    static String description() throws IOException {
        return value(Path.of("/proc/cpuinfo"), "model name", "unknown processor")
                + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                + value(Path.of("/proc/meminfo"), "MemTotal", "unknown memory") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version");
    }

    /** Returns the last line of the version output of a JDK. */
    static String jdk(String java) throws IOException {
        Process process =
                new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
        try (BufferedReader out = process.inputReader()) {
            return out.lines().reduce((previous, line) -> line).orElse("unknown");
        }
    }

    private static String value(Path file, String key, String unknown) throws IOException {
        if (!Files.isReadable(file)) {
            return unknown;
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse(unknown);
    }
}
