// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.faults.Faults;
import io.netbackends.faults.FaultyBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives tests with {@link FaultyNetwork} their backends. */
final class FaultyNetworkExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(FaultyNetworkExtension.class);

    /** Called by JUnit. */
    FaultyNetworkExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return (type == NetworkBackendInterface.class || type == Faults.class)
                && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        FaultyBackend backend = context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(FaultyBackend.class, key -> open(context), FaultyBackend.class);
        return parameter.getParameter().getType() == Faults.class ? backend.faults() : backend;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        @Nullable FaultyBackend backend = context.getStore(NAMESPACE).remove(FaultyBackend.class, FaultyBackend.class);
        if (backend != null && context.getExecutionException().isPresent()) {
            context.publishReportEntry(
                    "injected faults", backend.faults().injected().toString());
        }
    }

    private static FaultyBackend open(ExtensionContext context) {
        FaultyNetwork network = AnnotationSupport.findAnnotation(context.getTestMethod(), FaultyNetwork.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), FaultyNetwork.class))
                .orElseThrow();
        Faults faults = new Faults(network.seed());
        return new FaultyBackend(
                NetworkBackend.named(network.backend(), faults.resolver(HostResolver.system())), faults);
    }
}
