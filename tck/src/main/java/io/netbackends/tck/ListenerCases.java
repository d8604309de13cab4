// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Listeners accept within the deadline, and end when they are closed. */
final class ListenerCases {
    private ListenerCases() {}
}
