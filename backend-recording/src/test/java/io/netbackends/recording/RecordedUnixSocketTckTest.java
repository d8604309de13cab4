// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.tck.BackendTck;
import io.netbackends.tck.TckFixture;
import io.netbackends.tck.UnixDomainFixture;
import io.netbackends.testsupport.Thorough;
import io.netbackends.unixsocket.UnixSocketBackend;
import java.io.Writer;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole contract through a recording of UNIX-domain sockets. */
@ExtendWith(LossesAreQuiet.class)
@Thorough
class RecordedUnixSocketTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return new UnixDomainFixture(
                path -> new RecordingBackend(UnixSocketBackend.of(path), TextRecorder.to(Writer.nullWriter())));
    }
}
