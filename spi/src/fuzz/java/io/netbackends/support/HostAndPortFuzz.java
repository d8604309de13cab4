// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Any host and port are either rejected or shown on one line; the JDK is never asked to look up a name. */
class HostAndPortFuzz {
    @FuzzTest(maxDuration = "1m")
    void anyHostAndPort(FuzzedDataProvider data) throws IOException {
        int port = data.consumeInt(-2, 65_537);
        String host = data.consumeRemainingAsString();
        HostAndPort address;
        try {
            address = new HostAndPort(host, port);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("must").doesNotContainPattern("\\p{Cntrl}");
            return;
        }
        assertThat(port).isBetween(0, 65_535);
        assertThat(address.host()).isNotEmpty();
        assertThat(address.toString()).endsWith(":" + port).doesNotContainPattern("[\\s\\p{Cntrl}]");
        if (address.isAddress()) {
            // The JDK looks up a text that begins differently, and obeys no deadline in that lookup.
            assertThat(address.host()).containsPattern("^[0-9a-fA-F:]");
        }
        resolve(address);
    }

    private static void resolve(HostAndPort address) throws IOException {
        InetAddress answer = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        boolean[] asked = {false};
        try {
            assertThat(address.resolve(name -> {
                        asked[0] = true;
                        return List.of(answer);
                    }))
                    .isNotEmpty();
        } catch (UnknownHostException e) {
            assertThat(address.host()).contains(":");
        }
        assertThat(asked[0]).isNotEqualTo(address.isAddress());
    }
}
