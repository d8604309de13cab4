// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** A stream through proxies, with the name and the address of the peer at the end of the tunnel. */
final class TunnelStream extends ForwardingNetworkStream {
    private final TunnelFailures failures;
    private final TunnelInfo info;

    TunnelStream(NetworkStreamInterface delegate, Tunnel tunnel) {
        super(delegate);
        failures = new TunnelFailures(tunnel.peer());
        info = new TunnelInfo(tunnel);
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        try {
            return super.read(dst); // may block
        } catch (IOException e) {
            throw failures.named("read from ", e);
        }
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        try {
            super.write(src); // may block
        } catch (IOException e) {
            throw failures.named("write to ", e);
        }
    }

    @Override
    public void startTls(SSLEngine engine) throws IOException {
        try {
            super.startTls(engine); // may block
        } catch (IOException e) {
            throw failures.named("start TLS with ", e);
        }
        info.tlsStarted();
    }

    @Override
    public void shutdownOutput() throws IOException {
        try {
            super.shutdownOutput(); // may block
        } catch (IOException e) {
            throw failures.named("shut down output to ", e);
        }
    }

    @Override
    public void shutdownInput() throws IOException {
        try {
            super.shutdownInput();
        } catch (IOException e) {
            throw failures.named("shut down input from ", e);
        }
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

    /** Returns, for instance, {@code <TunnelStream ["api.example:443 through http://proxy.example:3128", <NetworkStream …>]>}. */
    @Override
    public String toString() {
        return "<TunnelStream [\"" + failures.peer() + "\", " + delegate() + "]>";
    }
}
