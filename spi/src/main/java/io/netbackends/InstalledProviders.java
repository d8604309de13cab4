// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.async.AsyncExecution;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The providers that {@link ServiceLoader} finds now, looked up afresh each time: a static cache would pin class loaders. A
 * provider that cannot be loaded is listed with its problem and does not hide the others.
 */
final class InstalledProviders {
    /** After this number of consecutive failures, the loader counts as broken: it may fail each time without advancing. */
    private static final int MAX_FAILURES = 100;

    /** In the order found. The key is the description, so a provider that both loaders find counts once. */
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(
            InstalledBackend description, @Nullable NetworkBackendProvider provider, boolean isTransport) {}

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
        for (Entry entry : entries.values()) { // a stream pipeline would delay a program that connects once by 5 ms
            if (entry.provider() != null && name.equals(entry.description().name())) {
                matches.add(entry);
            }
        }
        if (matches.size() > 1) {
            throw new IllegalStateException("backend \"" + name + "\"" + origin + " is provided more than once, by "
                    + list(matches) + "; only one of them may be installed");
        }
        if (matches.isEmpty()) {
            throw withProblems(new IllegalArgumentException("backend \"" + name + "\"" + origin + " is not installed"
                    + MissingBackend.advice(name, descriptions()) + "; installed: " + list(entries.values())));
        }
        return Objects.requireNonNull(matches.get(0).provider());
    }

    /** Returns the names of all installed backends and of the backends of this project. */
    Set<String> knownNames() {
        Set<String> names = new TreeSet<>(ProviderLookup.OURS.keySet());
        for (Entry entry : entries.values()) {
            if (entry.description().name() != null) {
                names.add(entry.description().name());
            }
        }
        return names;
    }

    /**
     * Returns the name of the default backend, ignoring those in {@code except}: the first installed of {@code preferred},
     * else the only transport.
     *
     * @param missing says why the default is needed, for the message
     */
    String defaultName(List<String> preferred, Set<String> except, String missing) {
        Set<String> transports = new LinkedHashSet<>();
        Set<String> names = new HashSet<>();
        for (Entry entry : entries.values()) {
            String name = entry.description().name();
            if (name != null && !except.contains(name)) {
                names.add(name);
                if (entry.isTransport()) {
                    transports.add(name);
                }
            }
        }
        for (String name : preferred) {
            if (names.contains(name)) {
                return name;
            }
        }
        // If the class exists without an entry in a service file, merging jars has lost the entry.
        // In this case, another default would be a surprise.
        if (transports.size() == 1 && !MissingBackend.isUnlisted(NetworkBackend.DEFAULT)) {
            return transports.iterator().next();
        }
        String advice = except.contains(NetworkBackend.DEFAULT)
                ? ""
                : MissingBackend.advice(NetworkBackend.DEFAULT, descriptions());
        throw withProblems(new IllegalStateException(missing + ", no backend is named \"" + NetworkBackend.DEFAULT
                + "\"" + advice + ", and there is not exactly one transport; installed: " + list(entries.values())));
    }

    private void addAll(ClassLoader loader) {
        LastRequestedClassLoader recorder = new LastRequestedClassLoader(loader);
        Iterator<ServiceLoader.Provider<NetworkBackendProvider>> candidates =
                ServiceLoader.load(NetworkBackendProvider.class, recorder).stream()
                        .iterator();
        for (int failures = 0; failures < MAX_FAILURES; ) {
            recorder.className = null;
            try {
                if (!candidates.hasNext()) {
                    return;
                }
                add(load(candidates.next()));
                failures = 0;
            } catch (Throwable e) { // a failure of a class loader or initializer concerns this provider only
                boolean isLoader = recorder.className == null && !(e instanceof ServiceConfigurationError);
                String description =
                        isLoader ? "class loader " + loader.getClass().getName() : String.valueOf(e.getMessage());
                add(broken(recorder.className == null ? description : recorder.className, null, e));
                failures += isLoader ? MAX_FAILURES : 1;
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
            type = provider.getClass(); // before, it may have been the return type of a static method provider()
            String name = provider.name();
            BackendSpec.checkName(name, "name of " + type.getName());
            InstalledBackend description = new InstalledBackend(
                    name, type.getName(), location(type), asyncExecution(provider), provider.description(), null);
            return new Entry(description, provider, !provider.isDecorator());
        } catch (Throwable e) { // not even an Error of one provider may hide the others
            return broken(type.getName(), location(type), e);
        }
    }

    private static Entry broken(String className, @Nullable String location, Throwable problem) {
        return new Entry(new InstalledBackend(null, className, location, null, "", problem), null, false);
    }

    private static AsyncExecution asyncExecution(NetworkBackendProvider provider) {
        AsyncExecution own = BackendHalf.Async.HALF.execution(provider);
        return own == AsyncExecution.EVENT_LOOP && provider.isDecorator() ? AsyncExecution.DELEGATE : own;
    }

    private static @Nullable String location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? null
                : source.getLocation().toString();
    }

    /** A provider that could not be loaded may be the requested one: its name is unknown. */
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

    /**
     * Delegates to another loader, and remembers the name of the last class requested, which a LinkageError does not
     * contain.
     */
    private static final class LastRequestedClassLoader extends ClassLoader {
        private @Nullable String className;

        LastRequestedClassLoader(ClassLoader loader) {
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
