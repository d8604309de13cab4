// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Creates one backend of a spec and, where it asks for it, the one that it wraps, and so on. */
final class BackendFactory implements BackendContext {
    private final InstalledProviders installed;
    private final String name;
    private final List<String> rest;
    private final Set<String> outer;
    private final String origin;
    private final HostResolver resolver;
    private final BackendSettings settings;
    private @Nullable Created delegate;

    /** A backend and the names of all that it consists of. */
    record Created(NetworkBackendInterface backend, String spec) {}

    private BackendFactory(
            InstalledProviders installed,
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

    static Created create(InstalledProviders installed, BackendSpec spec, String origin) {
        return create(installed, spec.first(), spec.rest(), Set.of(), origin, HostResolver.system());
    }

    /** Creates what is used where nothing is selected. */
    static Created createDefault(InstalledProviders installed, String missing) {
        return createDefault(installed, Set.of(), missing, HostResolver.system());
    }

    /** Creates what is used where nothing is selected, those in {@code except} left aside. */
    private static Created createDefault(
            InstalledProviders installed, Set<String> except, String missing, HostResolver resolver) {
        String name = installed.defaultName(except, missing);
        return create(installed, name, List.of(), except, "", resolver);
    }

    private static Created create(
            InstalledProviders installed,
            String name,
            List<String> rest,
            Set<String> outer,
            String origin,
            HostResolver resolver) {
        NetworkBackendProvider provider = installed.get(name, origin);
        BackendFactory factory = new BackendFactory(installed, name, rest, outer, origin, resolver);
        NetworkBackendInterface backend;
        try {
            backend = factory.createBy(provider);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw e; // says what is wrong with a setting, or with what it wraps
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException("backend \"" + name + "\" could not be created: " + e, e);
        }
        if (factory.delegate != null) {
            return new Created(backend, name + ":" + factory.delegate.spec());
        }
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("backend \"" + name + "\"" + origin + " wraps no other one, so \":"
                    + String.join(":", rest) + "\" must not follow it");
        }
        return new Created(backend, name);
    }

    /** Checks the settings before the backend is created, or afterwards where the provider does not declare them. */
    private NetworkBackendInterface createBy(NetworkBackendProvider provider) {
        Collection<Setting<?>> declared = Objects.requireNonNull(provider.settings(), "settings() returned null");
        Set<String> keys = new TreeSet<>();
        for (Setting<?> setting : declared) {
            keys.add(setting.key());
        }
        if (!keys.isEmpty()) {
            settings.check(keys, installed.knownNames());
        }
        NetworkBackendInterface backend = Objects.requireNonNull(provider.create(this), "create() returned null");
        if (keys.isEmpty()) {
            settings.check(settings.asked(), installed.knownNames());
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
            delegate = createDelegate(resolver);
        }
        return delegate.backend();
    }

    @Override
    public NetworkBackendInterface delegate(HostResolver inner) {
        delegate = createDelegate(Objects.requireNonNull(inner, "resolver"));
        return delegate.backend();
    }

    private Created createDelegate(HostResolver inner) {
        Set<String> chain = new HashSet<>(outer);
        chain.add(name);
        return rest.isEmpty()
                ? createDefault(
                        installed,
                        chain,
                        "there is no backend for \"" + name + "\" to wrap: the spec names none",
                        inner)
                : create(installed, rest.get(0), rest.subList(1, rest.size()), chain, origin, inner);
    }

    @Override
    public boolean isDelegateNamed() {
        return !rest.isEmpty();
    }
}
