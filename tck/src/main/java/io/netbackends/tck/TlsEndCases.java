// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** The end of a TLS stream is told apart from its truncation. */
final class TlsEndCases {
    private TlsEndCases() {}
}
