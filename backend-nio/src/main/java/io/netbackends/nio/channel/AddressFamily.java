// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.net.SocketException;
import java.nio.channels.UnsupportedAddressTypeException;

/**
 * Converts the failure for an address family that this process does not use: IPv6 with {@code java.net.preferIPv4Stack}, or
 * without support in the kernel.
 */
public final class AddressFamily {
    private AddressFamily() {}

    /**
     * Returns the exception that sockets throw; channels throw one for a wrong argument instead.
     *
     * @param cause thrown by the channel
     * @return an exception to throw, with the message of Linux for this error
     */
    public static SocketException unavailable(UnsupportedAddressTypeException cause) {
        SocketException failure = new SocketException("Protocol family unavailable");
        failure.initCause(cause);
        return failure;
    }
}
