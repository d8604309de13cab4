// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Runs the whole kit over the memory backend. */
class MemoryTckTest extends BackendTck {
    @Override
    protected TckFixture fixture() {
        return new MemoryFixture();
    }
}
