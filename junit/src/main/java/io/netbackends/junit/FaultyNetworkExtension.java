// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.faults.AsyncFaultyBackend;
import io.netbackends.faults.Faults;
import io.netbackends.faults.FaultyBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Provides tests with {@link FaultyNetwork} with their backends, which share the faults. */
final class FaultyNetworkExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(FaultyNetworkExtension.class);

    /** Called by JUnit. */
    FaultyNetworkExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return (type == NetworkBackendInterface.class
                        || type == AsyncNetworkBackendInterface.class
                        || type == Faults.class)
                && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Faults faults = context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Faults.class, key -> new Faults(network(context).seed()), Faults.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == Faults.class) {
            return faults;
        }
        String spec = network(context).backend();
        HostResolver resolver = faults.resolver(HostResolver.system());
        return type == NetworkBackendInterface.class
                ? new FaultyBackend(NetworkBackend.named(spec, resolver), faults)
                : new AsyncFaultyBackend(AsyncNetworkBackend.named(spec, resolver), faults);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        @Nullable Faults faults = context.getStore(NAMESPACE).remove(Faults.class, Faults.class);
        if (faults != null && context.getExecutionException().isPresent()) {
            context.publishReportEntry("injected faults", faults.injected().toString());
        }
    }

    private static FaultyNetwork network(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getTestMethod(), FaultyNetwork.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), FaultyNetwork.class))
                .orElseThrow();
    }
}
