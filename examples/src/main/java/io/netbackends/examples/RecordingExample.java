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

/** A backend that writes down what passes through the streams of another one; in plaintext, even over TLS. */
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
                // Before it is sent: the answer must not come first.
                transcript.println(">>> " + UTF_8.decode(src.duplicate()));
                super.write(src);
            }
        };
    }
}
