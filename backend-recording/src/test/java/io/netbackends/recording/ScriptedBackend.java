// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import java.net.SocketAddress;

/** A backend whose connections, in either direction, are all the same scripted stream. */
record ScriptedBackend(NetworkStreamInterface stream) implements NetworkBackendInterface {
    @Override
    public NetworkStreamInterface connect(String host, int port) {
        return stream;
    }

    @Override
    public NetworkStreamInterface connect(SocketAddress address) {
        return stream;
    }

    @Override
    public NetworkListenerInterface listen(String host, int port) {
        return new NetworkListenerInterface() {
            @Override
            public NetworkStreamInterface accept() {
                return stream;
            }

            @Override
            public SocketAddress getLocalAddress() {
                return ScriptedStream.SERVER;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String toString() {
        return "<ScriptedBackend>";
    }

    /** Provides {@code scripted}, whose peer says hello. */
    @AutoService(NetworkBackendProvider.class)
    public static final class Provider implements NetworkBackendProvider {
        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public NetworkBackendInterface create(BackendContext context) {
            return new ScriptedBackend(new ScriptedStream().thenReads("hello\r\nSet-Cookie: Q\r\n"));
        }
    }
}
