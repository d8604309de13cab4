// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.Closeable;
import java.io.IOException;

/** One connection to an {@link EchoServer}, recorded to a file. */
interface RecordedClient extends Closeable {
    /** Sends the message and waits for the complete response. */
    void exchange() throws IOException;

    /** The number of events missing in the file. */
    long lostEvents();
}
