// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.async.AsyncExecution;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.internal.CreatedBackend;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Creates one backend of a spec and, on request, the backend that it wraps, and so on. */
final class BackendFactory implements BackendContext {
    private final ProviderLookup installed;
    private final String name;
    private final List<String> rest;
    private final Set<String> outer;
    private final String origin;
    private final HostResolver resolver;
    private final BackendSettings settings;
    private @Nullable CreatedBackend<NetworkBackendInterface> delegate;
    private @Nullable CreatedBackend<AsyncNetworkBackendInterface> asyncDelegate;

    private BackendFactory(
            ProviderLookup installed,
            String name,
            List<String> rest,
            Set<String> outer,
            String origin,
            HostResolver resolver) {
        this.installed = installed;
        this.name = name;
        this.rest = rest;
        this.outer = outer;
        this.origin = origin;
        this.resolver = resolver;
        this.settings = new BackendSettings(name);
    }

    static <B> CreatedBackend<B> create(
            BackendHalf<B> half, ProviderLookup installed, BackendSpec spec, String origin, HostResolver resolver) {
        BackendFactory factory = new BackendFactory(installed, spec.first(), spec.rest(), Set.of(), origin, resolver);
        return factory.create(half);
    }

    /** Creates the default backend. */
    static <B> CreatedBackend<B> createDefault(BackendHalf<B> half, ProviderLookup installed, String missing) {
        return createDefault(half, installed, Set.of(), missing, HostResolver.system());
    }

    /** Creates the default backend, ignoring the providers in {@code except}. */
    private static <B> CreatedBackend<B> createDefault(
            BackendHalf<B> half, ProviderLookup installed, Set<String> except, String missing, HostResolver resolver) {
        String name = installed.defaultName(half.preferred(), except, missing);
        return new BackendFactory(installed, name, List.of(), except, "", resolver).create(half);
    }

    private <B> CreatedBackend<B> create(BackendHalf<B> half) {
        NetworkBackendProvider provider = installed.get(name, origin);
        B backend;
        try {
            backend = createBy(provider, half);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw e; // names the wrong setting, or the problem of the wrapped backend
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException("backend \"" + name + "\" could not be created: " + e, e);
        }
        CreatedBackend<?> wrapped = asyncDelegate != null ? asyncDelegate : delegate;
        if (wrapped != null) {
            return new CreatedBackend<>(
                    backend, name + ":" + wrapped.spec(), execution(half.execution(provider), wrapped));
        }
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("backend \"" + name + "\"" + origin + " wraps no other one, so \":"
                    + String.join(":", rest) + "\" must not follow it");
        }
        return new CreatedBackend<>(backend, name, half.execution(provider));
    }

    /** If any backend of the chain is blocking, a call blocks a thread. */
    private AsyncExecution execution(AsyncExecution own, CreatedBackend<?> wrapped) {
        return delegate != null || own == AsyncExecution.THREADS ? AsyncExecution.THREADS : wrapped.execution();
    }

    /** Checks the settings before the backend is created, or afterwards if the provider does not declare them. */
    private <B> B createBy(NetworkBackendProvider provider, BackendHalf<B> half) {
        Collection<Setting<?>> declared = Objects.requireNonNull(provider.settings(), "settings() returned null");
        Set<String> keys = new TreeSet<>();
        for (Setting<?> setting : declared) {
            keys.add(setting.key());
        }
        if (!keys.isEmpty()) {
            settings.check(keys, installed);
        }
        B backend = half.create(provider, this);
        if (keys.isEmpty()) {
            settings.check(settings.asked(), installed);
        }
        return backend;
    }

    @Override
    public Optional<String> option(String key) {
        return settings.text(key);
    }

    @Override
    public <T> Optional<T> setting(Setting<T> setting) {
        return settings.value(setting);
    }

    @Override
    public <T> T required(Setting<T> setting) {
        return settings.required(setting);
    }

    @Override
    public IllegalArgumentException invalid(Setting<?> setting, String required, @Nullable Throwable cause) {
        return settings.invalid(setting, required, cause);
    }

    @Override
    public HostResolver resolver() {
        return resolver;
    }

    @Override
    public NetworkBackendInterface delegate() {
        if (delegate == null) {
            delegate = createDelegate(BackendHalf.Blocking.HALF, resolver);
        }
        return delegate.backend();
    }

    @Override
    public NetworkBackendInterface delegate(HostResolver inner) {
        delegate = createDelegate(BackendHalf.Blocking.HALF, inner);
        return delegate.backend();
    }

    @Override
    public AsyncNetworkBackendInterface asyncDelegate() {
        if (asyncDelegate == null) {
            asyncDelegate = createDelegate(BackendHalf.Async.HALF, resolver);
        }
        return asyncDelegate.backend();
    }

    @Override
    public AsyncNetworkBackendInterface asyncDelegate(HostResolver inner) {
        asyncDelegate = createDelegate(BackendHalf.Async.HALF, inner);
        return asyncDelegate.backend();
    }

    private <B> CreatedBackend<B> createDelegate(BackendHalf<B> half, HostResolver inner) {
        Objects.requireNonNull(inner, "resolver");
        Set<String> chain = new HashSet<>(outer);
        chain.add(name);
        return rest.isEmpty()
                ? createDefault(
                        half,
                        installed,
                        chain,
                        "there is no backend for \"" + name + "\" to wrap: the spec names none",
                        inner)
                : new BackendFactory(installed, rest.get(0), rest.subList(1, rest.size()), chain, origin, inner)
                        .create(half);
    }

    @Override
    public boolean isDelegateNamed() {
        return !rest.isEmpty();
    }
}
