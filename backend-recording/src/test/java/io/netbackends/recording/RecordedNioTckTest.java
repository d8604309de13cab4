// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.tck.BackendTck;
import io.netbackends.tck.TckFixture;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole contract through a recording, on channels. */
@ExtendWith(LossesAreQuiet.class)
class RecordedNioTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return RecordedFixture.nio(1);
    }
}
