// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.internal.ShortageException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends something, all of it or until the call fails: what a write and the end of the output have in common. */
final class OutputStep implements CallStep<@Nullable Void> {
    private final AsyncStreamCore core;
    private final Object operation;
    private final Sending sending;

    /** Whether a part may be on its way. */
    private boolean begun;

    /** Sends as much as possible without waiting; called again until all is on its way. */
    @FunctionalInterface
    interface Sending {
        /** Returns whether all is on its way. */
        boolean proceed(AsyncTransport transport) throws IOException;
    }

    OutputStep(AsyncStreamCore core, Object operation, Sending sending) {
        this.core = core;
        this.operation = operation;
        this.sending = sending;
    }

    @Override
    public boolean proceed() throws IOException {
        begun = true;
        return sending.proceed(core.transport());
    }

    @Override
    public @Nullable Void result() {
        return null;
    }

    @Override
    public void awaitReady(Runnable ready) {
        core.transport().awaitOutput(ready);
    }

    @Override
    public Throwable failed(Throwable failure) {
        if (failure instanceof UnsupportedOperationException) {
            return failure;
        }
        return failure instanceof ShortageException && begun
                ? core.aborted(operation, failure)
                : core.outputFailed(operation, failure);
    }

    @Override
    public void release() {
        core.state.output.release();
    }
}
