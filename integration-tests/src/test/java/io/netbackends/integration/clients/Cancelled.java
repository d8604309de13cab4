// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Calls that are cancelled while in progress. */
public final class Cancelled {
    private Cancelled() {}

    /**
     * Makes the call on a separate thread, cancels it when its request has arrived and the thread waits for the response,
     * and throws the exception of the call.
     */
    public static void run(Callable<?> call, CountDownLatch arrived, Runnable cancel) throws Exception {
        Background<?> background = Background.run(call);
        arrived.await();
        Threads.awaitBlocked(background.thread());
        cancel.run();
        background.get();
    }
}
