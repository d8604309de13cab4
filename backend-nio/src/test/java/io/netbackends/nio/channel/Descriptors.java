// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The open descriptors of this process, as Linux reports them. */
final class Descriptors {
    private static final Path OPEN = Path.of("/proc/self/fd");

    private Descriptors() {}

    /** The names of the open sockets, including a socket that was closed but not released. */
    static Set<String> sockets() throws IOException {
        return targets("socket:");
    }

    /** The number of selectors; skips the test if that is unknown. */
    static int selectors() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(OPEN), "needs /proc");
        try (Stream<Path> open = Files.list(OPEN)) {
            return (int)
                    open.filter(path -> targetOf(path).contains("[eventpoll]")).count();
        }
    }

    private static Set<String> targets(String kind) throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(OPEN), "needs /proc");
        Set<String> targets = new HashSet<>();
        try (Stream<Path> open = Files.list(OPEN)) {
            open.map(Descriptors::targetOf)
                    .filter(target -> target.startsWith(kind))
                    .forEach(targets::add);
        }
        return targets;
    }

    private static String targetOf(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
