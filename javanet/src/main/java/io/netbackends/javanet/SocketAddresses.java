// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import org.jspecify.annotations.Nullable;

/**
 * The two addresses of a socket. A socket has only Internet addresses. So a UNIX-domain address, or a name that only a proxy
 * or a memory network can resolve, is represented by the loopback address with the requested name.
 */
record SocketAddresses(InetSocketAddress local, InetSocketAddress peer) {
    /** Returns the addresses of a stream that was connected to the target; null if unknown. */
    static SocketAddresses of(NetworkStreamInterface stream, @Nullable InetSocketAddress target) throws IOException {
        SocketAddress local = stream.getExtraInfo(ExtraInfo.CLIENT_ADDR).orElse(null);
        SocketAddress peer = stream.getExtraInfo(ExtraInfo.SERVER_ADDR).orElse(null);
        return new SocketAddresses(shown(local, null), shown(peer, target));
    }

    /** Returns the addresses of a stream that a listener has accepted. */
    static SocketAddresses ofAccepted(NetworkStreamInterface stream) throws IOException {
        SocketAddresses seenByClient = of(stream, null);
        return new SocketAddresses(/* local= */ seenByClient.peer, /* peer= */ seenByClient.local);
    }

    /** Returns an address with a port that is currently free, or fails as the platform does. */
    static InetSocketAddress free(InetSocketAddress wanted) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.bind(wanted);
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            return new InetSocketAddress(wanted.getAddress(), port);
        } catch (UnsupportedAddressTypeException e) { // an IPv6 address, with java.net.preferIPv4Stack
            throw PlatformFailures.socket("Protocol family unavailable", e);
        }
    }

    private static InetSocketAddress shown(@Nullable SocketAddress known, @Nullable InetSocketAddress target)
            throws IOException {
        if (known instanceof InetSocketAddress inet && !inet.isUnresolved()) {
            return new InetSocketAddress(named(inet.getAddress(), target), inet.getPort());
        }
        if (target == null) {
            int port = known instanceof InetSocketAddress inet ? inet.getPort() : 0;
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }
        byte[] loopback = InetAddress.getLoopbackAddress().getAddress();
        InetAddress address = target.isUnresolved()
                ? InetAddress.getByAddress(target.getHostString(), loopback)
                : target.getAddress();
        return new InetSocketAddress(address, target.getPort());
    }

    /** Returns the address with the requested name, so that no reverse lookup is needed. */
    private static InetAddress named(InetAddress address, @Nullable InetSocketAddress target) throws IOException {
        if (target == null) {
            return address;
        }
        InetAddress asked = target.getAddress();
        if (asked != null) {
            return asked.equals(address) ? asked : address;
        }
        String host = target.getHostString();
        boolean literal = host.indexOf(':') >= 0 || host.equals(address.getHostAddress());
        boolean scoped = address instanceof Inet6Address inet6 && inet6.getScopeId() != 0;
        return literal || scoped ? address : InetAddress.getByAddress(host, address.getAddress());
    }
}
