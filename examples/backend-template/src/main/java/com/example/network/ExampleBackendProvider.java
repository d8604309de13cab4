package com.example.network;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;

/** Provides the backend {@code example}: {@code -Dnetbackends.backend=example}. */
@AutoService(NetworkBackendProvider.class)
public final class ExampleBackendProvider implements NetworkBackendProvider {
    @Override
    public String name() {
        return "example";
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        return new ExampleBackend(context.resolver());
    }
}
