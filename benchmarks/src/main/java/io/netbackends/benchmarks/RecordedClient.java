// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.Closeable;
import java.io.IOException;

/** One connection to an {@link EchoServer}, of which a file is made. */
interface RecordedClient extends Closeable {
    /** Sends the message and waits for the whole answer. */
    void exchange() throws IOException;

    /** How many events did not come into the file. */
    long lostEvents();
}
