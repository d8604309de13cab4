// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.testng.annotations.AfterClass;

/** Holds the publisher of reads to the rules of the Reactive Streams, where a thread of its own completes the reads, as a loop does. */
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
