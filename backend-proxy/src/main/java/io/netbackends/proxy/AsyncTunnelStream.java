// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.async.AsyncForwardingNetworkStream;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.DecoratedCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** The asynchronous half of {@link TunnelStream}. */
final class AsyncTunnelStream extends AsyncForwardingNetworkStream {
    private final TunnelFailures failures;
    private final TunnelInfo info;

    AsyncTunnelStream(AsyncNetworkStreamInterface delegate, Tunnel tunnel) {
        super(delegate);
        failures = new TunnelFailures(tunnel.peer());
        info = new TunnelInfo(tunnel);
    }

    @Override
    public CompletableFuture<byte[]> read(int maxBytes) {
        return named("read from ", super.read(maxBytes));
    }

    /** Reads without a copy. */
    @Override
    public CompletableFuture<Integer> read(ByteBuffer dst) {
        return named("read from ", delegate().read(dst));
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer src) {
        return named("write to ", super.write(src));
    }

    @Override
    public CompletableFuture<Void> startTls(SSLEngine engine) {
        return DecoratedCall.named(super.startTls(engine), nothing -> info.tlsStarted(), naming("start TLS with "));
    }

    @Override
    public CompletableFuture<Void> shutdownOutput() {
        return named("shut down output to ", super.shutdownOutput());
    }

    @Override
    public CompletableFuture<Void> shutdownInput() {
        return named("shut down input from ", super.shutdownInput());
    }

    @Override
    public int available() throws IOException {
        try {
            return super.available();
        } catch (IOException e) {
            throw failures.named("read from ", e);
        }
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return info.isOwn(key) ? info.get(key) : super.getExtraInfo(key);
    }

    private <T extends @Nullable Object> CompletableFuture<T> named(String verb, CompletableFuture<T> call) {
        return DecoratedCall.named(call, value -> {}, naming(verb));
    }

    private UnaryOperator<Throwable> naming(String verb) {
        return failure -> failure instanceof IOException e ? failures.named(verb, e) : failure;
    }

    /** Returns, for instance, {@code <AsyncTunnelStream ["api.example:443 through http://proxy.example:3128", …]>}. */
    @Override
    public String toString() {
        return "<AsyncTunnelStream [\"" + failures.peer() + "\", " + delegate() + "]>";
    }
}
