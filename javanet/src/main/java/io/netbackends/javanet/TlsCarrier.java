// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;

/** What carries the TLS of a socket: a socket of ours, whose stream starts it in place, or one of another maker. */
interface TlsCarrier {
    /** Returns the stream on which TLS is started; the same each time. */
    NetworkStreamInterface stream();

    /** Has the socket below go on in plaintext, after the end of TLS. */
    void release() throws IOException;
}
