// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;

/** The carrier of a socket's TLS: a {@link NetworkSocketImpl}, whose stream starts TLS in place, or a foreign socket. */
interface TlsCarrier {
    /** Returns the stream on which TLS is started; the same each time. */
    NetworkStreamInterface stream();

    /** Lets the underlying socket continue in plaintext, after the end of TLS. */
    void release() throws IOException;
}
