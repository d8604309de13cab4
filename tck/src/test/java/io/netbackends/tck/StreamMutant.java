// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/** The backend in memory, every stream of which has a defect. */
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

    /** A stream that is right in all it does not override. */
    abstract static class Defect extends ForwardingNetworkStream {
        Defect(NetworkStreamInterface sound) {
            super(sound);
        }

        /** Makes the sound write reachable from other objects, threads for instance. */
        final void writeSoundly(ByteBuffer src) throws IOException {
            delegate().write(src);
        }
    }
}
