// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.nio.AsyncNioBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.socket.SocketBackend;
import io.netbackends.tck.Capability;
import io.netbackends.tck.TckFixture;
import java.io.Writer;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** A backend that is recorded once or twice. */
final class RecordedFixture implements TckFixture {
    private final Function<HostResolver, NetworkBackendInterface> plain;
    private final Supplier<AsyncNetworkBackendInterface> plainAsync;
    private final Set<Capability> capabilities;
    private final int times;

    private RecordedFixture(
            Function<HostResolver, NetworkBackendInterface> plain,
            Supplier<AsyncNetworkBackendInterface> plainAsync,
            Set<Capability> capabilities,
            int times) {
        this.plain = plain;
        this.plainAsync = plainAsync;
        this.capabilities = capabilities;
        this.times = times;
    }

    static RecordedFixture socket(int times) {
        return new RecordedFixture(
                resolver -> SocketBackend.builder().resolver(resolver).build(),
                () -> AsyncNetworkBackend.overThreads(new SocketBackend()),
                EnumSet.complementOf(EnumSet.of(Capability.INTERRUPTS_ON_PLATFORM_THREADS, Capability.EVENT_LOOP)),
                times);
    }

    static RecordedFixture nio(int times) {
        return new RecordedFixture(
                resolver -> NioBackend.builder().resolver(resolver).build(),
                AsyncNioBackend::new,
                EnumSet.allOf(Capability.class),
                times);
    }

    @Override
    public NetworkBackendInterface backend() {
        return backend(HostResolver.system());
    }

    @Override
    public NetworkBackendInterface backend(HostResolver resolver) {
        NetworkBackendInterface recorded = plain.apply(resolver);
        for (int i = 0; i < times; i++) {
            recorded = new RecordingBackend(recorded, TextRecorder.to(Writer.nullWriter()));
        }
        return recorded;
    }

    @Override
    public AsyncNetworkBackendInterface asyncBackend() {
        AsyncNetworkBackendInterface recorded = plainAsync.get();
        for (int i = 0; i < times; i++) {
            recorded = new AsyncRecordingBackend(recorded, TextRecorder.to(Writer.nullWriter()));
        }
        return recorded;
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }
}
