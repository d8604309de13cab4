// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.tck.BackendTck;
import io.netbackends.tck.TckFixture;
import io.netbackends.testsupport.Thorough;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole contract through a recording. */
@ExtendWith(LossesAreQuiet.class)
@Thorough
class RecordedSocketTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return RecordedFixture.socket(1);
    }
}
