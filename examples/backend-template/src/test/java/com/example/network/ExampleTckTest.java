package com.example.network;

import static io.netbackends.tck.Capability.*;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.tck.*;
import java.util.EnumSet;
import java.util.Set;

class ExampleTckTest extends BackendTck implements TckFixture {
    @Override
    public TckFixture fixture() {
        return this;
    }

    @Override
    public NetworkBackendInterface backend() {
        return backend(HostResolver.system());
    }

    @Override
    public NetworkBackendInterface backend(HostResolver resolver) {
        return new ExampleBackend(resolver);
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(TLS, HALF_CLOSE, RESET, BACKPRESSURE, INTERNET_ADDRESSES, FULL_BACKLOG, DESCRIPTORS, HOST_RESOLVER);
    }
}
