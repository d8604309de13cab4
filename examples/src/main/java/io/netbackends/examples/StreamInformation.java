// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** Reads the extra information of a stream: its two addresses and, after TLS has started, the negotiated protocol. */
public final class StreamInformation {
    private StreamInformation() {}

    public static String describe(NetworkStreamInterface stream) {
        Optional<SocketAddress> client = stream.getExtraInfo(ExtraInfo.CLIENT_ADDR);
        Optional<SocketAddress> server = stream.getExtraInfo(ExtraInfo.SERVER_ADDR);
        Optional<SSLSession> session = stream.getExtraInfo(ExtraInfo.SSL_SESSION);
        return client.map(Object::toString).orElse("unknown")
                + " to "
                + server.map(Object::toString).orElse("unknown")
                + " by "
                + session.map(SSLSession::getProtocol).orElse("plaintext");
    }
}
