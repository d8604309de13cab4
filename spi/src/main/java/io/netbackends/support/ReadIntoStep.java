// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the available bytes into the caller's buffer, which is not accessed after the call has ended. */
final class ReadIntoStep implements CallStep<Integer> {
    private final AsyncInput input;
    private final ByteBuffer dst;
    private int count;

    ReadIntoStep(AsyncInput input, ByteBuffer dst) {
        this.input = input;
        this.dst = dst;
    }

    @Override
    public boolean proceed() throws IOException {
        count = dst.hasRemaining() ? input.receive(dst) : 0;
        return count != 0 || !dst.hasRemaining();
    }

    @Override
    public Integer result() {
        return count;
    }

    @Override
    public void awaitReady(Runnable ready) {
        input.awaitReady(ready);
    }

    @Override
    public Throwable failed(Throwable failure) {
        return input.failed(failure);
    }

    @Override
    public void release() {
        input.release();
    }
}
