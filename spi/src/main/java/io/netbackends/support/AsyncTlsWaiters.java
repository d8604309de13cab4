// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import org.jspecify.annotations.Nullable;

/**
 * The pending reader and writer of an {@link AsyncTlsTransport}, with the events they wait for. Both may wait for the output
 * of the transport below, which calls back once for both. Used on the loop's thread only.
 */
final class AsyncTlsWaiters {
    private final AsyncTransport transport;
    private final TlsTasks tasks;
    private final Waiter reader = new Waiter();
    private final Waiter writer = new Waiter();
    private final Runnable outputReady = this::outputReady;

    /** A callback, and what causes it. */
    private static final class Waiter implements Runnable {
        private @Nullable Runnable ready;
        private TlsWait wait = TlsWait.NOTHING;

        void set(TlsWait wait, Runnable ready) {
            this.wait = wait;
            this.ready = ready;
        }

        @Override
        public void run() {
            Runnable called = ready;
            ready = null;
            if (called != null) {
                called.run();
            }
        }

        void runIfFor(TlsWait one, TlsWait other) {
            if (wait == one || wait == other) {
                run();
            }
        }
    }

    AsyncTlsWaiters(AsyncTransport transport, TlsTasks tasks) {
        this.transport = transport;
        this.tasks = tasks;
    }

    void awaitInput(TlsWait wait, Runnable ready) {
        await(reader, wait, ready);
    }

    void awaitOutput(TlsWait wait, Runnable ready) {
        await(writer, wait, ready);
    }

    private void await(Waiter waiter, TlsWait wait, Runnable ready) {
        waiter.set(wait, ready);
        switch (wait) {
            case INPUT -> transport.awaitInput(waiter);
            case OUTPUT -> transport.awaitOutput(outputReady);
            case INPUT_AND_OUTPUT -> {
                transport.awaitInput(waiter);
                transport.awaitOutput(outputReady);
            }
            case TASKS -> {
                if (!tasks.areRunning()) { // otherwise it runs when the tasks have ended
                    transport.loop().execute(waiter);
                }
            }
            case NOTHING -> transport.loop().execute(waiter);
        }
    }

    void inputReady() {
        reader.run();
    }

    void tasksDone() {
        reader.runIfFor(TlsWait.TASKS, TlsWait.TASKS);
        writer.runIfFor(TlsWait.TASKS, TlsWait.TASKS);
    }

    private void outputReady() {
        writer.runIfFor(TlsWait.OUTPUT, TlsWait.OUTPUT);
        reader.runIfFor(TlsWait.OUTPUT, TlsWait.INPUT_AND_OUTPUT);
    }
}
