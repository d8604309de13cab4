// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Looking up a host's name obeys the deadline, and fails like any lookup. */
final class LookupCases {
    private LookupCases() {}
}
