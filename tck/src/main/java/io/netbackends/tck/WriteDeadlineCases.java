// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Writes end at their deadline, and are the last ones then. */
final class WriteDeadlineCases {
    private WriteDeadlineCases() {}
}
