// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The kit's end of a TLS connection as an {@link SSLSocket} of the JDK, over a far end of any kind. */
final class TlsPeer {
    private final FarEndAsSocket raw;
    private final SSLSocket socket;

    private TlsPeer(FarEndAsSocket raw, SSLSocket socket) {
        this.raw = raw;
        this.socket = socket;
    }

    /** A server with this version of TLS only; its handshake has not begun. */
    static TlsPeer server(ScriptedPeer peer, SSLContext context, String protocol) throws IOException {
        FarEndAsSocket raw = new FarEndAsSocket(peer.end());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, null, -1, true);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(new String[] {protocol});
        return new TlsPeer(raw, socket);
    }

    static TlsPeer server(ScriptedPeer peer, String protocol) throws IOException {
        return server(peer, TlsMaterial.server(), protocol);
    }

    TlsPeer with(Consumer<SSLParameters> settings) {
        SSLParameters parameters = socket.getSSLParameters();
        settings.accept(parameters);
        socket.setSSLParameters(parameters);
        return this;
    }

    /** Switches the stream to TLS; the handshake must succeed at both ends. */
    TlsPeer shakeHandsWith(NetworkStreamInterface stream, CaseContext kit) throws Exception {
        BackgroundCall<Boolean> handshake = kit.start(() -> {
            socket.startHandshake();
            return true;
        });
        stream.startTls(kit.clientContext(), TlsMaterial.HOST);
        handshake.get();
        return this;
    }

    SSLSocket socket() {
        return socket;
    }

    InputStream input() throws IOException {
        return socket.getInputStream();
    }

    OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    /** Echoes the input in the background. */
    BackgroundCall<?> echo(CaseContext kit) {
        return kit.script(() -> input().transferTo(output()));
    }

    /** The bytes received so far, as sent on the network. */
    byte[] received() {
        return raw.received();
    }
}
