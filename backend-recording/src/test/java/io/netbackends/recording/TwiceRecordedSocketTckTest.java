// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.tck.BackendTck;
import io.netbackends.tck.TckFixture;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The whole contract through a recording of a recording. */
@EnabledIfSystemProperty(named = "netbackends.thorough", matches = "true", disabledReason = "CI runs it")
class TwiceRecordedSocketTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return RecordedFixture.socket(2);
    }
}
