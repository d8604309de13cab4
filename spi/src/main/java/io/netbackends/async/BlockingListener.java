// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.Operation;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.net.SocketAddress;

/** Adapts an asynchronous listener to blocking callers. */
final class BlockingListener implements NetworkListenerInterface {
    private final AsyncNetworkListenerInterface async;

    BlockingListener(AsyncNetworkListenerInterface async) {
        this.async = async;
    }

    @Override
    public NetworkStreamInterface accept() throws IOException {
        Operation operation = new Operation("accept on ", String.valueOf(getLocalAddress()));
        if (async.isOpen()) { // otherwise accept fails
            NetworkFailures.checkInterrupt(operation);
        }
        AsyncNetworkStreamInterface stream = Await.result(async::accept, operation, () -> {}); // may block
        return new BlockingStream(stream, String.valueOf(stream.getExtraInfo(ExtraInfo.SERVER_ADDR.name())));
    }

    @Override
    public SocketAddress getLocalAddress() {
        return async.getLocalAddress();
    }

    @Override
    public void close() throws IOException {
        Await.uninterruptibly(async.close(), new Operation("close ", String.valueOf(getLocalAddress())));
    }

    @Override
    public String toString() {
        return "<BlockingListener [" + async + "]>";
    }
}
