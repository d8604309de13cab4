// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
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

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(
            InstalledBackend description, @Nullable NetworkBackendProvider provider) {}

    private InstalledProviders() {}

    /** Asks the thread's context class loader first, then the loader of this interface. */
    static InstalledProviders find() {
        InstalledProviders found = new InstalledProviders();
        Set<Class<?>> seen = new HashSet<>();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader own = NetworkBackendProvider.class.getClassLoader();
        if (context != null) {
            found.addAll(ServiceLoader.load(NetworkBackendProvider.class, context), seen);
        }
        if (context != own) {
            found.addAll(ServiceLoader.load(NetworkBackendProvider.class, own), seen);
        }
        return found;
    }

    List<InstalledBackend> descriptions() {
        return entries.stream().map(Entry::description).toList();
    }

    /** Returns the one provider of this name; origin says where the spec came from, for the message. */
    NetworkBackendProvider get(String name, String origin) {
        List<Entry> matches = entries.stream()
                .filter(e -> e.provider() != null && name.equals(e.description().name()))
                .toList();
        if (matches.size() > 1) {
            throw new IllegalStateException("backend \"" + name + "\"" + origin + " is provided more than once, by "
                    + list(matches) + "; only one of them may be installed");
        }
        if (matches.isEmpty()) {
            throw withProblems(new IllegalArgumentException(
                    "backend \"" + name + "\"" + origin + " is not installed; installed: " + list(entries)));
        }
        return provider(matches.get(0));
    }

    boolean has(String name) {
        return entries.stream().anyMatch(e -> name.equals(e.description().name()));
    }

    /** Returns the name of the only usable provider, those in {@code except} left aside; null if there is not just one. */
    @Nullable
    String onlyName(Set<String> except) {
        List<String> names = entries.stream()
                .map(e -> e.description().name())
                .filter(n -> n != null && !except.contains(n))
                .distinct()
                .toList();
        return names.size() == 1 ? names.get(0) : null;
    }

    IllegalStateException noDefault(String what) {
        return withProblems(new IllegalStateException(what + ": none is selected by the system property "
                + NetworkBackend.PROPERTY + ", none is named \"" + NetworkBackend.DEFAULT
                + "\" and there is not just one; installed: " + list(entries)));
    }

    private void addAll(ServiceLoader<NetworkBackendProvider> loader, Set<Class<?>> seen) {
        Iterator<ServiceLoader.Provider<NetworkBackendProvider>> candidates =
                loader.stream().iterator();
        for (int failures = 0; failures < MAX_FAILURES; ) {
            try {
                if (!candidates.hasNext()) {
                    return;
                }
                ServiceLoader.Provider<NetworkBackendProvider> candidate = candidates.next();
                if (seen.add(candidate.type())) {
                    entries.add(load(candidate));
                }
                failures = 0;
            } catch (ServiceConfigurationError | LinkageError e) {
                entries.add(new Entry(new InstalledBackend(null, String.valueOf(e.getMessage()), null, e), null));
                failures++;
            }
        }
    }

    private static Entry load(ServiceLoader.Provider<NetworkBackendProvider> candidate) {
        String className = candidate.type().getName();
        String location = location(candidate.type());
        try {
            NetworkBackendProvider provider = candidate.get();
            String name = provider.name();
            BackendSpec.checkName(name, "name of " + className);
            return new Entry(new InstalledBackend(name, className, location, null), provider);
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            return new Entry(new InstalledBackend(null, className, location, e), null);
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
        for (Entry entry : entries) {
            Throwable problem = entry.description().problem();
            if (problem != null && error.getCause() == null) {
                error.initCause(problem);
            } else if (problem != null) {
                error.addSuppressed(problem);
            }
        }
        return error;
    }

    private static NetworkBackendProvider provider(Entry entry) {
        if (entry.provider() == null) {
            throw new AssertionError(entry);
        }
        return entry.provider();
    }

    private static String list(List<Entry> entries) {
        return entries.isEmpty()
                ? "none"
                : entries.stream().map(e -> e.description().toString()).collect(Collectors.joining(", "));
    }
}
