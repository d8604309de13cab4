// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.tck.BackendTck;
import io.netbackends.tck.TckFixture;
import io.netbackends.tck.UnixDomainFixture;

/** Runs the whole kit over UNIX-domain sockets. */
class UnixSocketTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return new UnixDomainFixture(
                UnixSocketBackend::of,
                path -> UnixSocketBackend.builder().path(path).buildAsync(null));
    }
}
