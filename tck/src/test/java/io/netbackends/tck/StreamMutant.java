// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/** The memory backend; each of its streams has a defect. */
final class StreamMutant extends MemoryFixture {
    private final UnaryOperator<NetworkStreamInterface> defect;

    StreamMutant(UnaryOperator<NetworkStreamInterface> defect) {
        this.defect = defect;
    }

    @Override
    public NetworkBackendInterface backend() {
        return new ForwardingNetworkBackend(super.backend()) {
            @Override
            protected NetworkStreamInterface decorate(NetworkStreamInterface stream) {
                return defect.apply(stream);
            }
        };
    }

    /** A correct stream, except for overridden methods. */
    abstract static class Defect extends ForwardingNetworkStream {
        Defect(NetworkStreamInterface sound) {
            super(sound);
        }

        /** Makes the correct write callable from other objects, such as threads. */
        final void writeSoundly(ByteBuffer src) throws IOException {
            delegate().write(src);
        }
    }
}
