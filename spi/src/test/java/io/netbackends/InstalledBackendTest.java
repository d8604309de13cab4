// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class InstalledBackendTest {
    @Test
    void aUsableOneIsShownWithNameClassAndPlace() {
        InstalledBackend backend = new InstalledBackend("nio", "acme.Nio", "file:/nio.jar", null, "", null);

        assertThat(backend.isUsable()).isTrue();
        assertThat(backend).hasToString("nio (acme.Nio from file:/nio.jar)");
    }

    @Test
    void anUnusableOneIsShownWithItsProblem() {
        InstalledBackend backend = new InstalledBackend(null, "acme.Nio", null, null, "", new LinkageError("gone"));

        assertThat(backend.isUsable()).isFalse();
        assertThat(backend).hasToString("acme.Nio from an unknown place (not usable: java.lang.LinkageError: gone)");
    }

    @Test
    void thereMustBeAClassAndANameOrAProblem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InstalledBackend(null, "acme.Nio", null, null, "", null))
                .withMessageStartingWith("name (null)");
        assertThatNullPointerException()
                .isThrownBy(() -> new InstalledBackend("nio", null, null, null, "", null))
                .withMessage("providerClass");
    }
}
