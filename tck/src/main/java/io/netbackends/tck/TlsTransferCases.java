// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Bytes over TLS arrive whatever the cut of the records. */
final class TlsTransferCases {
    private TlsTransferCases() {}
}
