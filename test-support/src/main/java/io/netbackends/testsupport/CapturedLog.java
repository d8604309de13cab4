// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Captures the log records of a class until it is closed; they do not appear on standard error. */
public final class CapturedLog implements AutoCloseable {
    private final BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();
    private final Logger logger;
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Starts to capture the records of the class. */
    public CapturedLog(Class<?> logging) {
        logger = Logger.getLogger(logging.getName());
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    /** Waits for the next record; returns its message and its failure. */
    public String next() throws InterruptedException {
        LogRecord next = records.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing has been logged for 10 seconds");
        }
        return next.getMessage() + ": " + next.getThrown();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        // still not on standard error: a logging thread may be about to look for other handlers
    }
}
