// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** A server that is started for the first test that needs it, shared by all classes, and stopped after the last one. */
public final class Shared<T extends Closeable> implements BeforeAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(Shared.class);

    private final Class<T> type;
    private final Start<T> start;
    private Store store;

    public Shared(Class<T> type, Start<T> start) {
        this.type = type;
        this.start = start;
    }

    /** Starts a server. */
    @FunctionalInterface
    public interface Start<T> {
        T start() throws IOException;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        store = context.getRoot().getStore(NAMESPACE); // closes the stored values
    }

    public T get() {
        return store.getOrComputeIfAbsent(type, key -> started(), type);
    }

    private T started() {
        try {
            return start.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
