// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Streams are switched to TLS in place, with the right peer, and never back. */
final class TlsUpgradeCases {
    private TlsUpgradeCases() {}
}
