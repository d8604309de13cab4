// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkStreamInterface;
import java.net.SocketException;

/** The stream of a {@link NetworkSocketImpl}. Decorators see plaintext, since they wrap the stream. */
final class InPlaceCarrier implements TlsCarrier {
    private final NetworkSocketImpl impl;
    private final NetworkStreamInterface stream;

    /** Takes over the stream: from now on its socket reads and writes nothing. */
    InPlaceCarrier(NetworkSocketImpl impl) throws SocketException {
        this.impl = impl;
        stream = impl.startTls();
    }

    @Override
    public NetworkStreamInterface stream() {
        return stream;
    }

    @Override
    public void release() {
        impl.endTls();
    }
}
