// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.testsupport.Jars;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The README's example compiles, and is as short as the README says. */
class ReadmeTest {
    private static final Pattern FIXTURE = Pattern.compile("```java\n(package com\\.acme.*?)```", Pattern.DOTALL);

    /** The invented backend of the fixture. */
    private static final String ACME_BACKEND = """
            package com.acme.network;
            public final class AcmeBackend implements io.netbackends.NetworkBackendInterface {
                @Override
                public io.netbackends.NetworkStreamInterface connect(String host, int port) {
                    throw new UnsupportedOperationException("made up");
                }
            }
            """;

    @Test
    void theFixtureOfTheReadmeCompilesAndIsFoundByJUnit(@TempDir Path dir) throws Exception {
        Matcher fixture = FIXTURE.matcher(Files.readString(Path.of("README.md")));
        assertThat(fixture.find()).isTrue();
        Path jar = Jars.build(
                dir.resolve("acme.jar"),
                Map.of("AcmeTckTest.java", fixture.group(1), "AcmeBackend.java", ACME_BACKEND),
                Map.of(),
                List.of(Jars.of(Tck.class), Jars.of(NetworkBackendInterface.class), Jars.of(TestFactory.class)));

        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, Tck.class.getClassLoader())) {
            Class<?> type = Class.forName("com.acme.network.AcmeTckTest", false, loader);
            assertThat(type).isAssignableTo(BackendTck.class).isAssignableTo(TckFixture.class);
        }
    }

    @Test
    void theFixtureOfTheReadmeHasAboutTwentyLines() throws IOException {
        Matcher fixture = FIXTURE.matcher(Files.readString(Path.of("README.md")));
        assertThat(fixture.find()).isTrue();
        String[] lines = fixture.group(1)
                .substring(fixture.group(1).indexOf("class AcmeTckTest"))
                .split("\n");
        assertThat(lines).hasSizeLessThanOrEqualTo(20);
    }
}
