// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.replay.WriteMatcher;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Provides tests with {@link Recorded} with their backends. */
final class RecordedExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(RecordedExtension.class);

    /** Called by JUnit. */
    RecordedExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return (type == NetworkBackendInterface.class || type == AsyncNetworkBackendInterface.class)
                && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        NetworkBackendInterface backend = store(context)
                .getOrComputeIfAbsent(RecordedSession.class, key -> open(context), RecordedSession.class)
                .backend();
        return parameter.getParameter().getType() == NetworkBackendInterface.class
                ? backend
                : AsyncNetworkBackend.overThreads(backend);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        @Nullable RecordedSession session = store(context).remove(RecordedSession.class, RecordedSession.class);
        @Nullable Throwable failure = context.getExecutionException().orElse(null);
        if (session != null) {
            session.finish(failure);
        }
        boolean used = session == null ? annotation(context.getTestMethod()).isEmpty() : session.isUsed();
        if (failure == null && !used) {
            throw new AssertionError("@Recorded: " + context.getDisplayName()
                    + (session == null
                            ? " has no parameter NetworkBackendInterface or AsyncNetworkBackendInterface"
                            : " opens no connection with its parameter")
                    + ", so there is nothing to record; remove the annotation");
        }
    }

    private static Optional<Recorded> annotation(Optional<? extends AnnotatedElement> element) {
        return AnnotationSupport.findAnnotation(element, Recorded.class);
    }

    private static RecordedSession open(ExtensionContext context) {
        Optional<Recorded> onMethod = annotation(context.getTestMethod());
        Recorded recorded =
                onMethod.or(() -> annotation(context.getTestClass())).orElseThrow();
        RecordedNetwork network = RecordedNetwork.of(recorded.value());
        if (recorded.lenient()) {
            network.lenient(WriteMatcher.http());
        }
        if (!recorded.backend().isEmpty()) {
            network.backend(recorded.backend());
        }
        return network.open(context, onMethod.isEmpty());
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
