// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.socket.SocketBackend;
import io.netbackends.support.HostResolver;
import io.netbackends.tck.Capability;
import io.netbackends.tck.TckFixture;
import java.io.Writer;
import java.util.EnumSet;
import java.util.Set;

/** Plain sockets, recorded once or twice. */
final class RecordedSocketFixture implements TckFixture {
    private final int times;

    RecordedSocketFixture(int times) {
        this.times = times;
    }

    @Override
    public NetworkBackendInterface backend() {
        return recorded(new SocketBackend());
    }

    @Override
    public NetworkBackendInterface backend(HostResolver resolver) {
        return recorded(SocketBackend.builder().resolver(resolver).build());
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(Capability.INTERRUPTS_ON_PLATFORM_THREADS));
    }

    private NetworkBackendInterface recorded(NetworkBackendInterface backend) {
        NetworkBackendInterface recorded = backend;
        for (int i = 0; i < times; i++) {
            recorded = new RecordingBackend(recorded, TextRecorder.to(Writer.nullWriter()));
        }
        return recorded;
    }
}
