// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.testng.annotations.AfterClass;

/**
 * Checks the publisher of reads against the rules of Reactive Streams, with reads completed by another thread, like a
 * loop's.
 */
public class ReadPublisherOnAnotherThreadTckTest extends ReadPublisherTckTest {
    private final ExecutorService thread;

    public ReadPublisherOnAnotherThreadTckTest() {
        this(Executors.newSingleThreadExecutor());
    }

    private ReadPublisherOnAnotherThreadTckTest(ExecutorService thread) {
        super(thread);
        this.thread = thread;
    }

    @AfterClass
    public void endThread() {
        thread.shutdown();
    }
}
