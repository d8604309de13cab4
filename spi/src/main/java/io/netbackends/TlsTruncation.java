// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

/**
 * How a TLS stream treats a peer that ends the connection without close_notify (RFC 8446 section 6.1). An attacker on the path
 * can end a connection, so the data received may be truncated. A truncated record is an error either way.
 */
public enum TlsTruncation {
    /** It is an {@link javax.net.ssl.SSLException}; the default, as in OpenSSL 3 and Go. */
    ERROR,

    /** It is the end of the stream; for protocols whose messages tell their own length, and old peers. */
    END_OF_STREAM
}
