// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** An interrupt ends a call, and is told apart from a timeout. */
final class InterruptCases {
    private InterruptCases() {}
}
