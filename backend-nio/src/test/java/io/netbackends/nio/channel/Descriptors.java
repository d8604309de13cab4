// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What this process has open, as Linux tells it. */
final class Descriptors {
    private static final Path OPEN = Path.of("/proc/self/fd");

    private Descriptors() {}

    /** The sockets, each by a name of its own; a socket that was closed, but not freed, is among them. */
    static Set<String> sockets() throws IOException {
        return targets("socket:");
    }

    /** How many selectors there are; the test is skipped where that is unknown. */
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
