// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Streams obey the deadlines of the thread that calls, and of no other. */
final class TimeoutCases {
    private TimeoutCases() {}
}
