// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

/**
 * How a TLS stream treats a peer that closes the connection without close_notify (RFC 8446 section 6.1). An attacker on the
 * path can end a connection, so the data received may be truncated. An incomplete record is always an error.
 */
public enum TlsTruncation {
    /** Read throws an {@link javax.net.ssl.SSLException}; the default, as in OpenSSL 3 and Go. */
    ERROR,

    /** Read reports the end of the stream; for old peers, and protocols whose messages carry their length. */
    END_OF_STREAM
}
