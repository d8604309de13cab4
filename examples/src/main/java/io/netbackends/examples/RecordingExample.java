// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;

/** A backend that logs the bytes of another one's streams, in plaintext even over TLS. */
public final class RecordingExample extends ForwardingNetworkBackend {
    private final PrintStream transcript;

    public RecordingExample(NetworkBackendInterface net, PrintStream transcript) {
        super(net);
        this.transcript = transcript;
    }

    @Override
    protected NetworkStreamInterface decorate(NetworkStreamInterface stream) {
        return new ForwardingNetworkStream(stream) {
            @Override
            public int read(ByteBuffer dst) throws IOException {
                ByteBuffer received = dst.duplicate();
                int count = super.read(dst);
                if (count > 0) {
                    transcript.println("<<< " + UTF_8.decode(received.limit(dst.position())));
                }
                return count;
            }

            @Override
            public void write(ByteBuffer src) throws IOException {
                // Logged before it is sent, so that the response cannot be logged first.
                transcript.println(">>> " + UTF_8.decode(src.duplicate()));
                super.write(src);
            }
        };
    }
}
