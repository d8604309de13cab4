// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

/** Connects end at their deadline, fail with the right type, and leave nothing behind. */
final class ConnectCases {
    private ConnectCases() {}
}
