// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** TLS failures are errors for good, with the type of what went wrong. */
final class TlsFailureCases {
    private TlsFailureCases() {}
}
