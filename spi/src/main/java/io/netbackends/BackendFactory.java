// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates one backend of a spec and, where it asks for it, the one that it wraps, and so on. */
final class BackendFactory implements BackendContext {
    private final InstalledProviders installed;
    private final String name;
    private final List<String> rest;
    private final Set<String> outer;
    private final String origin;
    private @Nullable Created delegate;

    /** A backend and the names of all that it consists of. */
    record Created(NetworkBackendInterface backend, String spec) {}

    private BackendFactory(
            InstalledProviders installed, String name, List<String> rest, Set<String> outer, String origin) {
        this.installed = installed;
        this.name = name;
        this.rest = rest;
        this.outer = outer;
        this.origin = origin;
    }

    static Created create(InstalledProviders installed, BackendSpec spec, String origin) {
        return create(installed, spec.first(), spec.rest(), Set.of(), origin);
    }

    /** Creates what is used where nothing is selected, those in {@code except} left aside. */
    static Created createDefault(InstalledProviders installed, Set<String> except, String missing) {
        String name = installed.has(NetworkBackend.DEFAULT) && !except.contains(NetworkBackend.DEFAULT)
                ? NetworkBackend.DEFAULT
                : installed.onlyName(except);
        if (name == null) {
            throw installed.noDefault(missing);
        }
        return create(installed, name, List.of(), except, "");
    }

    private static Created create(
            InstalledProviders installed, String name, List<String> rest, Set<String> outer, String origin) {
        NetworkBackendProvider provider = installed.get(name, origin);
        BackendFactory factory = new BackendFactory(installed, name, rest, outer, origin);
        NetworkBackendInterface backend;
        try {
            backend = Objects.requireNonNull(provider.create(factory), "create() returned null");
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

    @Override
    public Optional<String> option(String key) {
        return Optional.ofNullable(System.getProperty("netbackends." + name + "." + key));
    }

    @Override
    public NetworkBackendInterface delegate() {
        if (delegate == null) {
            Set<String> chain = new HashSet<>(outer);
            chain.add(name);
            delegate = rest.isEmpty()
                    ? createDefault(
                            installed, chain, "there is no backend for \"" + name + "\" to wrap: the spec names none")
                    : create(installed, rest.get(0), rest.subList(1, rest.size()), chain, origin);
        }
        return delegate.backend();
    }

    @Override
    public boolean isDelegateNamed() {
        return !rest.isEmpty();
    }
}
