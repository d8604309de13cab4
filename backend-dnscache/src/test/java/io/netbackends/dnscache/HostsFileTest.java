// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import static io.netbackends.dnscache.FakeResolver.addresses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netbackends.testsupport.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
    @TempDir
    private Path directory;

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("hosts"), text);
    }

    @Test
    void aFileThatHasChangedIsReadAgain() throws IOException {
        Path path = write("10.0.0.1 api.test\n");
        HostsFile file = new HostsFile(path);
        assertThat(file.table().find("api.test")).isEqualTo(addresses("10.0.0.1"));
        assertThat(file.table()).as("not read again").isSameAs(file.table());

        write("10.0.0.22 api.test\n");
        assertThat(file.table().find("api.test")).isEqualTo(addresses("10.0.0.22"));
    }

    @Test
    void whileItIsMalformedOrMissingTheHostsFromBeforeAreUsed() throws Exception {
        Path path = write("10.0.0.1 api.test\n");
        HostsFile file = new HostsFile(path);
        try (CapturedLog log = new CapturedLog(HostsFile.class)) {
            write("api.test is elsewhere\n");
            assertThat(file.table().find("api.test")).isEqualTo(addresses("10.0.0.1"));
            assertThat(log.next()).contains(path.toString(), "line 1: address (api.test) must be an IP address");
            Files.delete(path);
            assertThat(file.table().find("api.test")).isEqualTo(addresses("10.0.0.1"));
            assertThat(file.table().find("api.test")).as("told once").isEqualTo(addresses("10.0.0.1"));
            assertThat(log.next()).contains(path.toString(), "is missing");
            write("10.0.0.3 api.test\n");
            assertThat(file.table().find("api.test")).isEqualTo(addresses("10.0.0.3"));
        }
    }

    @Test
    void atFirstItMustBeThereAndWellFormed() throws IOException {
        Path missing = directory.resolve("missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostsFile(missing))
                .withMessage("file (" + missing + ") does not exist");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostsFile(directory))
                .withMessage("file (" + directory + ") is a directory");
        Path malformed = write("\nx\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostsFile(malformed))
                .withMessageStartingWith("file (" + malformed + "), line 2: ");
    }
}
