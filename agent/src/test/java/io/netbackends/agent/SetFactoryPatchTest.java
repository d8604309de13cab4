// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** The structure of the patch; programs that set a factory with the agent test its effect. */
class SetFactoryPatchTest {
    @Test
    void theSocketOfThisJdkIsAsExpected() throws IOException {
        assertThat(SetFactoryPatch.patched(classFile(Socket.class))).isNotNull();
    }

    @Test
    void aClassThatLooksDifferentIsLeftAlone() throws IOException {
        assertThat(SetFactoryPatch.patched(classFile(SetFactoryPatch.class))).isNull();
        assertThat(SetFactoryPatch.patched(classFile(Thread.class))).isNull();
    }

    private static byte[] classFile(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return in.readAllBytes();
        }
    }
}
