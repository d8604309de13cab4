// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The address tests listen on. */
final class Loopback {
    private Loopback() {}

    /** Always IPv4; {@code InetAddress.getLoopbackAddress()} depends on the options of the JVM. */
    static InetAddress address() throws UnknownHostException {
        return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    }
}
