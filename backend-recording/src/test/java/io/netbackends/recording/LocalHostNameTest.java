// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalHostNameTest {
    @TempDir
    private Path directory;

    /** In the child, no lookup succeeds, not even of the host's own name. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theNameIsTheSystemsAndIsNotLookedUp() throws Exception {
        Path noHosts = Files.createFile(directory.resolve("hosts"));

        ChildJvm.Result child = ChildJvm.classPath(Objects.requireNonNull(System.getProperty("java.class.path")))
                .property("jdk.net.hosts.file", noHosts.toString())
                .run(Child.class.getName());

        assertThat(child.out().strip())
                .isEqualTo(
                        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    }

    /** Prints the value of %h. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            System.out.println(LocalHostName.get());
        }
    }
}
