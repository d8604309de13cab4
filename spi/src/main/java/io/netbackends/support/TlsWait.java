// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

/** What a call on an {@link AsyncTlsTransport} waits for after its last try. */
enum TlsWait {
    /** Nothing: a try may do more. */
    NOTHING,
    /** Bytes from the transport below. */
    INPUT,
    /** Room for more bytes in the transport below. */
    OUTPUT,
    /** Bytes, and room in the transport below for the engine's messages. */
    INPUT_AND_OUTPUT,
    /** The end of the engine's tasks. */
    TASKS
}
