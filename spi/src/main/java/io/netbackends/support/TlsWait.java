// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

/** What a call on an {@link AsyncTlsTransport} waits for, as its last try has found. */
enum TlsWait {
    /** Nothing: a try may do more. */
    NOTHING,
    /** Bytes from the transport below. */
    INPUT,
    /** That the transport below takes more bytes. */
    OUTPUT,
    /** Bytes, and meanwhile that the transport below takes what the engine has to say. */
    INPUT_AND_OUTPUT,
    /** That the engine's tasks have run. */
    TASKS
}
