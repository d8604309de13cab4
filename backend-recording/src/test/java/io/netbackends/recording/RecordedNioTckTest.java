// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.tck.BackendTck;
import io.netbackends.tck.TckFixture;

/** The whole contract through a recording, on channels. */
class RecordedNioTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return RecordedFixture.nio(1);
    }
}
