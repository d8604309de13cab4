// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading and writing allocate nothing. */
class AllocationTest extends ConnectedTestBase {
    private static final int OPERATIONS = 20_000;

    /** Allows for occasional allocations of the JDK; one object for each operation would be sixteen times as much. */
    private static final double BYTES_PER_OPERATION = 1;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest(name = "direct {0}, deadline {1}")
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void exchangesAllocateNothing(boolean direct, boolean deadline) throws Exception {
        Background<Void> echo = Background.run(() -> {
            far.getInputStream().transferTo(far.getOutputStream());
            return null;
        });
        ByteBuffer message = direct ? ByteBuffer.allocateDirect(64) : ByteBuffer.allocate(64);
        double perOperation;
        try (Timeout timeout = Timeout.after(LONG)) {
            if (!deadline) {
                timeout.cancel();
            }
            exchange(message); // loads classes, and creates the thread's selector
            long before = threads.getCurrentThreadAllocatedBytes();
            exchange(message);
            perOperation = (threads.getCurrentThreadAllocatedBytes() - before) / (2.0 * OPERATIONS);
        }
        assertThat(perOperation).isLessThan(BYTES_PER_OPERATION);
        stream.close();
        echo.get();
    }

    private void exchange(ByteBuffer message) throws IOException {
        for (int i = 0; i < OPERATIONS; i++) {
            message.clear();
            stream.write(message);
            message.clear();
            while (message.hasRemaining()) {
                stream.read(message);
            }
        }
    }
}
