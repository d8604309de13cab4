// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackend;
import io.netbackends.async.AsyncExecution;
import io.netbackends.async.AsyncNetworkBackend;
import org.junit.jupiter.api.Test;

class JfrBackendProviderTest {
    @Test
    void bothHalvesAreSelectedByName() {
        assertThat(NetworkBackend.named("jfr:nio")).hasToString("<NetworkBackend [jfr:nio]>");
        assertThat(AsyncNetworkBackend.named("jfr:nio").execution()).isEqualTo(AsyncExecution.EVENT_LOOP);
    }
}
