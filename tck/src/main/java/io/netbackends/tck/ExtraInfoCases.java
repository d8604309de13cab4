// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Extra info is what it is on every backend, before and after TLS and close. */
final class ExtraInfoCases {
    private ExtraInfoCases() {}
}
