// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The providers that {@link ServiceLoader} finds now, looked up afresh each time: a static cache would pin class loaders.
 * One that cannot be loaded is kept with its problem and does not hide the others.
 */
final class InstalledProviders {
    /** After so many failures in a row the loader itself is broken: it may fail for ever without moving on. */
    private static final int MAX_FAILURES = 100;

    /** In the order found, under their descriptions: what both loaders see is described alike, and counts once. */
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(
            InstalledBackend description, @Nullable NetworkBackendProvider provider) {}

    private InstalledProviders() {}

    /** Asks the thread's context class loader first, then the loader of this interface. */
    static InstalledProviders find() {
        InstalledProviders found = new InstalledProviders();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader own = NetworkBackendProvider.class.getClassLoader();
        if (context != null) {
            found.addAll(context);
        }
        if (context != own) {
            found.addAll(own);
        }
        return found;
    }

    List<InstalledBackend> descriptions() {
        return entries.values().stream().map(Entry::description).toList();
    }

    /** Returns the one provider of this name; origin says where the spec came from, for the message. */
    NetworkBackendProvider get(String name, String origin) {
        List<Entry> matches = new ArrayList<>();
        for (Entry entry : entries.values()) { // as a stream it would take a program that connects once 5 ms longer
            if (entry.provider() != null && name.equals(entry.description().name())) {
                matches.add(entry);
            }
        }
        if (matches.size() > 1) {
            throw new IllegalStateException("backend \"" + name + "\"" + origin + " is provided more than once, by "
                    + list(matches) + "; only one of them may be installed");
        }
        if (matches.isEmpty()) {
            throw withProblems(new IllegalArgumentException(
                    "backend \"" + name + "\"" + origin + " is not installed; installed: " + list(entries.values())));
        }
        return Objects.requireNonNull(matches.get(0).provider());
    }

    boolean has(String name) {
        for (Entry entry : entries.values()) {
            if (name.equals(entry.description().name())) {
                return true;
            }
        }
        return false;
    }

    /** Returns the name of the only usable provider, those in {@code except} left aside; null if there is not just one. */
    @Nullable
    String onlyName(Set<String> except) {
        List<String> names = entries.values().stream()
                .map(e -> e.description().name())
                .filter(n -> n != null && !except.contains(n))
                .distinct()
                .toList();
        return names.size() == 1 ? names.get(0) : null;
    }

    /** Says that there is nothing to fall back on; what is missing, and why the fallback was needed, is up to the caller. */
    IllegalStateException noDefault(String missing) {
        return withProblems(new IllegalStateException(missing + ", none is named \"" + NetworkBackend.DEFAULT
                + "\" and there is not just one; installed: " + list(entries.values())));
    }

    private void addAll(ClassLoader loader) {
        AskedFor asked = new AskedFor(loader);
        Iterator<ServiceLoader.Provider<NetworkBackendProvider>> candidates =
                ServiceLoader.load(NetworkBackendProvider.class, asked).stream().iterator();
        for (int failures = 0; failures < MAX_FAILURES; ) {
            asked.className = null;
            try {
                if (!candidates.hasNext()) {
                    return;
                }
                add(load(candidates.next()));
                failures = 0;
            } catch (ServiceConfigurationError | LinkageError e) {
                String className = asked.className == null ? String.valueOf(e.getMessage()) : asked.className;
                add(new Entry(new InstalledBackend(null, className, null, e), null));
                failures++;
            }
        }
    }

    private void add(Entry entry) {
        entries.putIfAbsent(entry.description().toString(), entry);
    }

    private static Entry load(ServiceLoader.Provider<NetworkBackendProvider> candidate) {
        Class<?> type = candidate.type();
        try {
            NetworkBackendProvider provider = candidate.get();
            type = provider.getClass(); // until now, it may have been what a method named provider() declares
            String name = provider.name();
            BackendSpec.checkName(name, "name of " + type.getName());
            return new Entry(new InstalledBackend(name, type.getName(), location(type), null), provider);
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            return new Entry(new InstalledBackend(null, type.getName(), location(type), e), null);
        }
    }

    private static @Nullable String location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? null
                : source.getLocation().toString();
    }

    /** What could not be loaded may be just what was asked for: nobody knows, since it could not tell its name. */
    private <E extends RuntimeException> E withProblems(E error) {
        for (Entry entry : entries.values()) {
            Throwable problem = entry.description().problem();
            if (problem != null && error.getCause() == null) {
                error.initCause(problem);
            } else if (problem != null) {
                error.addSuppressed(problem);
            }
        }
        return error;
    }

    private static String list(Collection<Entry> entries) {
        return entries.isEmpty()
                ? "none"
                : entries.stream().map(e -> e.description().toString()).collect(Collectors.joining(", "));
    }

    /** Leaves everything to another loader, and keeps the class last asked for: a LinkageError does not say whose it is. */
    private static final class AskedFor extends ClassLoader {
        private @Nullable String className;

        AskedFor(ClassLoader loader) {
            super(loader);
        }

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            className = name;
            ClassLoader loader = getParent();
            return loader == null ? super.loadClass(name) : loader.loadClass(name);
        }
    }
}
