// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;

/** Reports the {@link Milestones} of the connections of another backend. */
final class VerboseBackend extends ForwardingNetworkBackend {
    private final Milestones milestones;

    VerboseBackend(NetworkBackendInterface delegate, Milestones milestones) {
        super(delegate);
        this.milestones = milestones;
    }

    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        return super.connect(request.withObserver(milestones));
    }

    @Override
    protected NetworkStreamInterface decorate(NetworkStreamInterface stream) {
        milestones.reached("connected to "
                + stream.getExtraInfo(ExtraInfo.SERVER_ADDR)
                        .map(address -> address.toString().replaceFirst("^[^/]*/(?=.*:)", ""))
                        .orElse("the server"));
        return new VerboseStream(stream);
    }

    private final class VerboseStream extends ForwardingNetworkStream {
        private long bytes;

        VerboseStream(NetworkStreamInterface delegate) {
            super(delegate);
        }

        @Override
        public void startTls(SSLEngine engine) throws IOException {
            super.startTls(engine);
            milestones.reached("TLS handshake done: " + engine.getSession().getProtocol() + " "
                    + engine.getSession().getCipherSuite());
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            int n = super.read(dst);
            if (n > 0 && bytes == 0) {
                milestones.reached("first byte received");
            }
            bytes += Math.max(n, 0);
            return n;
        }

        @Override
        public void close() throws IOException {
            super.close();
            milestones.reached("closed, " + bytes + " bytes received");
        }
    }
}
