// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The failures that a server survives, and its log. The child must end although its server runs. */
class NetworkServerFailuresTest {
    @Test
    void aHandlerThatFailsClosesItsStreamIsLoggedAndSpoilsNoOther() throws Exception {
        ChildJvm.Result result = probe("handler");

        assertThat(result.out()).isEqualToIgnoringNewLines("served x, closed false");
        assertThat(result.err())
                .containsOnlyOnce("<WaitingStream>: handler failed")
                .containsOnlyOnce("java.io.IOException: handled in vain");
    }

    @Test
    void aConnectionThatCannotBeAcceptedIsLoggedAndSpoilsNoOther() throws Exception {
        ChildJvm.Result result = probe("accept");

        assertThat(result.out()).isEqualToIgnoringNewLines("served x, closed false");
        assertThat(result.err())
                .containsOnlyOnce("java.io.IOException: reset before it was accepted")
                .containsOnlyOnce("java.lang.IllegalStateException: refused by a decorator")
                .containsOnlyOnce("java.lang.OutOfMemoryError: injected");
    }

    private static ChildJvm.Result probe(String failure) throws Exception {
        ChildJvm.Result result = ChildJvm.classPath(
                        List.of(Jars.of(NetworkServer.class), Jars.of(NetworkServerProbe.class)))
                .run(NetworkServerProbe.class.getName(), failure);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }
}
