// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.tck.BackendTck;
import io.netbackends.tck.TckFixture;
import io.netbackends.testsupport.Thorough;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole contract through a recording of a recording. */
@ExtendWith(LossesAreQuiet.class)
@Thorough
class TwiceRecordedSocketTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return RecordedFixture.socket(2);
    }
}
