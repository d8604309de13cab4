// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** TLS handshakes end at their deadline, and with them the stream. */
final class HandshakeDeadlineCases {
    private HandshakeDeadlineCases() {}
}
