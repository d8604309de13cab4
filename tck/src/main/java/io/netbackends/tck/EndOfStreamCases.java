// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** End of stream, half-close and reset are told apart, and stay what they are. */
final class EndOfStreamCases {
    private EndOfStreamCases() {}
}
