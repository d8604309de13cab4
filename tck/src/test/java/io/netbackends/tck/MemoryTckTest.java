// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** The whole contract, in memory. */
class MemoryTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return new MemoryFixture();
    }
}
