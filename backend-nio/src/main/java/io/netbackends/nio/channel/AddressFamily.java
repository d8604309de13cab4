// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.net.SocketException;
import java.nio.channels.UnsupportedAddressTypeException;

/** An address of a family that this process does not use: IPv6 with {@code java.net.preferIPv4Stack}, or without a kernel for it. */
public final class AddressFamily {
    private AddressFamily() {}

    /**
     * Returns what sockets throw where channels blame the caller.
     *
     * @param cause what the channel threw
     * @return an exception to throw, with the text that Linux has for this
     */
    public static SocketException unavailable(UnsupportedAddressTypeException cause) {
        SocketException failure = new SocketException("Protocol family unavailable");
        failure.initCause(cause);
        return failure;
    }
}
