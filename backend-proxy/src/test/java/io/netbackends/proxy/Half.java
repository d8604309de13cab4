// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.BlockingBackend;
import io.netbackends.nio.AsyncNioBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.unixsocket.UnixSocketBackend;

/** Both halves of the backend, for blocking callers. */
enum Half {
    BLOCKING {
        @Override
        NetworkBackendInterface over(Proxies proxies) {
            return new ProxyBackend(new NioBackend(), proxies);
        }

        @Override
        NetworkBackendInterface overUnixSockets(Proxies proxies) {
            return new ProxyBackend(UnixSocketBackend.builder().build(), proxies);
        }
    },
    ASYNCHRONOUS {
        @Override
        NetworkBackendInterface over(Proxies proxies) {
            return BlockingBackend.of(new AsyncProxyBackend(new AsyncNioBackend(), proxies));
        }

        @Override
        NetworkBackendInterface overUnixSockets(Proxies proxies) {
            AsyncNetworkBackendInterface sockets =
                    AsyncNetworkBackend.overThreads(UnixSocketBackend.builder().build());
            return BlockingBackend.of(new AsyncProxyBackend(sockets, proxies));
        }
    };

    abstract NetworkBackendInterface over(Proxies proxies);

    abstract NetworkBackendInterface overUnixSockets(Proxies proxies);
}
