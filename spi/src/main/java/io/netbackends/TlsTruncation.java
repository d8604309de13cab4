// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

/**
 * What a TLS stream makes of a peer that ends the connection without saying so (close_notify, RFC 8446 section 6.1). Anybody
 * on the way can end a connection, so what was received may be cut off. A record that is cut off is an error either way.
 */
public enum TlsTruncation {
    /** It is an {@link javax.net.ssl.SSLException}; the default, as in OpenSSL 3 and Go. */
    ERROR,

    /** It is the end of the stream; for protocols whose messages tell their own length, and old peers. */
    END_OF_STREAM
}
