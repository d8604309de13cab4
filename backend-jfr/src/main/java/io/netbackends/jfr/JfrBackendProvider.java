// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendProvider;

/**
 * Provides the backend {@code jfr}, which wraps the one after it in the spec, otherwise the default one. It has no settings: the
 * recording selects the events and their minimum durations, as in {@code jcmd PID JFR.start netbackends.Read#threshold=0ns}.
 */
@AutoService(NetworkBackendProvider.class)
public final class JfrBackendProvider implements AsyncNetworkBackendProvider {
    /** Creates a provider; for {@link java.util.ServiceLoader}. */
    public JfrBackendProvider() {}

    @Override
    public String name() {
        return "jfr";
    }

    @Override
    public String description() {
        return "decorator: reports connections to JDK Flight Recorder";
    }

    @Override
    public boolean isDecorator() {
        return true;
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        return new JfrBackend(context.delegate());
    }

    @Override
    public AsyncNetworkBackendInterface createAsync(BackendContext context) {
        return new AsyncJfrBackend(context.asyncDelegate());
    }
}
