// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.Deadlines;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncForwardingNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.async.BlockingBackend;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/** Runs the blocking cases on the asynchronous half of a backend: each call starts an asynchronous one and waits for it. */
final class BridgedFixture implements TckFixture {
    private final TckFixture fixture;

    BridgedFixture(TckFixture fixture) {
        this.fixture = fixture;
    }

    @Override
    public NetworkBackendInterface backend() throws IOException {
        return BlockingBackend.of(fixture.asyncBackend());
    }

    @Override
    public AsyncNetworkBackendInterface asyncBackend() throws IOException {
        return fixture.asyncBackend();
    }

    @Override
    public NetworkStreamInterface connect(TckListener listener) throws IOException {
        return BlockingBackend.of(new AsyncForwardingNetworkBackend(fixture.asyncBackend()) {
                    @Override
                    public CompletableFuture<AsyncNetworkStreamInterface> connect(SocketAddress address) {
                        return started(() -> fixture.connectAsync(listener));
                    }
                })
                .connect(listener.address());
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connectAsync(TckListener listener) throws IOException {
        return fixture.connectAsync(listener);
    }

    @Override
    public SSLContext clientContext(KeyStore authorities) throws GeneralSecurityException {
        return fixture.clientContext(authorities);
    }

    @Override
    public TckListener listen() throws IOException {
        return fixture.listen();
    }

    @Override
    public NetworkListenerInterface bind() throws IOException {
        return BlockingBackend.of(new AsyncForwardingNetworkBackend(fixture.asyncBackend()) {
                    @Override
                    public CompletableFuture<AsyncNetworkListenerInterface> listen(String host, int port) {
                        return started(fixture::bindAsync);
                    }
                })
                .listen("localhost", 0);
    }

    private static <T> CompletableFuture<T> started(Deadlines.Task<CompletableFuture<T>, IOException> call) {
        try {
            return call.call();
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<AsyncNetworkListenerInterface> bindAsync() throws IOException {
        return fixture.bindAsync();
    }

    @Override
    public Set<Capability> capabilities() {
        return fixture.capabilities();
    }

    @Override
    public Map<String, String> waivers() {
        return fixture.waivers();
    }

    @Override
    public NetworkBackendInterface backend(HostResolver resolver) throws IOException {
        return fixture.backend(resolver);
    }
}
