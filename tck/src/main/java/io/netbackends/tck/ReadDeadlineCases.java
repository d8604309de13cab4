// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Reads end at their deadline, and lose nothing. */
final class ReadDeadlineCases {
    private ReadDeadlineCases() {}
}
