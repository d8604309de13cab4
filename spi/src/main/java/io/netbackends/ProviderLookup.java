// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds the providers of one spec by name. If the service files of the class path list only providers of this project, their
 * names are known without loading their classes. Then only the classes of the spec are loaded, which saves a program that
 * connects once some milliseconds. In all other cases, such as modules, class loaders of containers, and failures, it leaves
 * the search to {@link InstalledProviders}. Not safe for use by several threads.
 */
final class ProviderLookup {
    static final String SERVICE_FILE = "META-INF/services/" + NetworkBackendProvider.class.getName();

    /** The backends of this project: their names, and the names of their provider classes. A package is named as its module. */
    static final Map<String, String> OURS = Map.of(
            "socket", "io.netbackends.socket.SocketBackendProvider",
            "nio", "io.netbackends.nio.NioBackendProvider",
            "unixsocket", "io.netbackends.unixsocket.UnixSocketBackendProvider",
            "memory", "io.netbackends.memory.MemoryBackendProvider",
            "recording", "io.netbackends.recording.RecordingBackendProvider",
            "replay", "io.netbackends.replay.ReplayBackendProvider",
            "dnscache", "io.netbackends.dnscache.DnsCacheBackendProvider",
            "faults", "io.netbackends.faults.FaultyBackendProvider",
            "jfr", "io.netbackends.jfr.JfrBackendProvider",
            "proxy", "io.netbackends.proxy.ProxyBackendProvider");

    /** The classes that the service files list; empty if the list may be incomplete. */
    private final Set<String> listed = listed();

    private final Map<String, NetworkBackendProvider> created = new HashMap<>();

    private @Nullable InstalledProviders all;

    /** As {@link InstalledProviders#get}. */
    NetworkBackendProvider get(String name, String origin) {
        NetworkBackendProvider provider = ours(name);
        return provider == null ? all().get(name, origin) : provider;
    }

    /** As {@link InstalledProviders#defaultName}. */
    String defaultName(List<String> preferred, Set<String> except, String missing) {
        for (String name : preferred) {
            if (!except.contains(name) && ours(name) != null) {
                return name;
            }
        }
        return all().defaultName(preferred, except, missing);
    }

    /** As {@link InstalledProviders#knownNames}. */
    Set<String> knownNames() {
        return all().knownNames();
    }

    private InstalledProviders all() {
        if (all == null) {
            all = InstalledProviders.find();
        }
        return all;
    }

    private @Nullable NetworkBackendProvider ours(String name) {
        String className = OURS.get(name);
        if (className == null || !listed.contains(className)) {
            return null;
        }
        NetworkBackendProvider known = created.get(name);
        if (known == null) {
            known = create(name, className);
            if (known != null) {
                created.put(name, known);
            }
        }
        return known;
    }

    private static @Nullable NetworkBackendProvider create(String name, String className) {
        try {
            Class<?> type = Class.forName(className, false, NetworkBackendProvider.class.getClassLoader());
            Object provider = type.getConstructor().newInstance();
            return provider instanceof NetworkBackendProvider usable
                            && usable.name().equals(name)
                    ? usable
                    : null;
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            return null; // the search for all providers reports the reason
        }
    }

    private static Set<String> listed() {
        ClassLoader own = NetworkBackendProvider.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        boolean alone = context == null || context == own;
        if (own == null || !alone || NetworkBackendProvider.class.getModule().isNamed()) {
            return Set.of();
        }
        try {
            Set<String> names = new HashSet<>();
            for (Enumeration<URL> files = own.getResources(SERVICE_FILE); files.hasMoreElements(); ) {
                addAll(files.nextElement(), names);
            }
            return OURS.values().containsAll(names) ? names : Set.of();
        } catch (IOException | RuntimeException e) {
            return Set.of();
        }
    }

    /** Adds the lines of a service file, without their comments. */
    private static void addAll(URL file, Set<String> names) throws IOException {
        for (String line : read(file).split("\n", -1)) {
            int comment = line.indexOf('#');
            String name = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
    }

    /** Reads the entry from the jar that the class loader has just opened; a connection to it would take a millisecond. */
    private static String read(URL file) throws IOException {
        String text = file.toString();
        int end = text.indexOf("!/");
        if (!text.startsWith("jar:file:") || !text.substring(end + 2).equals(SERVICE_FILE)) {
            URLConnection connection = file.openConnection();
            connection.setUseCaches(false); // otherwise its jar stays open
            return textOf(connection.getInputStream());
        }
        try (ZipFile jar = new ZipFile(new File(URI.create(text.substring("jar:".length(), end))))) {
            return textOf(jar.getInputStream(jar.getEntry(SERVICE_FILE)));
        }
    }

    private static String textOf(InputStream stream) throws IOException {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
