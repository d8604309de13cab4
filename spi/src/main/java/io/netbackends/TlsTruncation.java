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
    END_OF_STREAM;

    /**
     * Returns what the setting {@code tls-truncation} of a backend says: {@code error} or {@code end-of-stream}.
     *
     * @param context of the backend that is being created
     * @return {@link #ERROR} if it is not set
     * @throws IllegalArgumentException if it is set to something else
     */
    public static TlsTruncation from(BackendContext context) {
        String value = context.option("tls-truncation").orElse("error");
        return switch (value) {
            case "error" -> ERROR;
            case "end-of-stream" -> END_OF_STREAM;
            default ->
                throw new IllegalArgumentException("tls-truncation (" + value + ") must be error or end-of-stream");
        };
    }
}
