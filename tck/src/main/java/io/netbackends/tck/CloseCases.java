// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Closing never waits, never fails because of a deadline, and is final. */
final class CloseCases {
    private CloseCases() {}
}
