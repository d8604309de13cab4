// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.internal.Spelling;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The settings of one backend, read from the system properties and the environment. */
final class BackendSettings {
    private static final String ROOT = "netbackends";
    private static final String VARIABLES = "NETBACKENDS_";

    private final String backend;
    private final Set<String> asked = new TreeSet<>();

    BackendSettings(String backend) {
        this.backend = backend;
    }

    /** Returns the text of a setting: the property, else the environment variable unless it is empty. */
    Optional<String> text(String key) {
        asked.add(key);
        String property = System.getProperty(property(key));
        return Optional.ofNullable(property != null ? property : environment(variable(key)));
    }

    <T> Optional<T> value(Setting<T> setting) {
        Optional<String> text = text(setting.key()); // map with a lambda would delay the start of a program
        return text.isEmpty() ? Optional.empty() : Optional.of(setting.parse(source(setting.key()), text.get()));
    }

    <T> T required(Setting<T> setting) {
        return value(setting)
                .orElseThrow(() -> new IllegalArgumentException(property(setting.key())
                        + " must be set, or the environment variable " + variable(setting.key())));
    }

    IllegalArgumentException invalid(Setting<?> setting, String required, @Nullable Throwable cause) {
        return Setting.invalid(
                source(setting.key()), text(setting.key()).map(setting::shown).orElse("not set"), required, cause);
    }

    /** Returns the keys that the backend has read. */
    Set<String> asked() {
        return asked;
    }

    /**
     * Fails if a property or an environment variable is meant for this backend but has a key that the backend does not know.
     * Settings of other backends are ignored: they may be selected later, or by another program with the same environment.
     *
     * @param known the keys of this backend
     * @param installed provides the names of all backends, used only if a setting may be another backend's
     */
    void check(Collection<String> known, ProviderLookup installed) {
        for (String name : similar(System.getProperties().stringPropertyNames())) {
            if (name.startsWith(property(""))) {
                String key = name.substring(property("").length());
                if (!known.contains(key)) {
                    String meant = Spelling.closest(key, known);
                    throw unknown(name, meant == null ? null : property(meant), known);
                }
            } else {
                checkRoot(name, known, installed);
            }
        }
        Map<String, String> variables = new TreeMap<>();
        for (String key : known) {
            variables.put(upperCase(key), variable(key));
        }
        for (String name : similar(System.getenv().keySet())) {
            if (isOurs(name, installed) && environment(name) != null) {
                String key = name.substring(variable("").length());
                if (!variables.containsKey(key)) {
                    String meant = Spelling.closest(key, variables.keySet());
                    throw unknown(name, meant == null ? null : variables.get(meant), known);
                }
            }
        }
    }

    /**
     * Returns the names that begin as those of this project do, sorted. Skips other names quickly, since this runs when a
     * program starts.
     */
    static Set<String> similar(Set<String> names) {
        Set<String> similar = new TreeSet<>();
        for (String name : names) {
            if (name.regionMatches(true, 0, ROOT, 0, 4)) { // allows misspellings after these letters
                similar.add(name);
            }
        }
        return similar;
    }

    /** Fails on {@code netbackend.recording.file} and {@code netbackends.recordng.file}: the key is right, the rest is not. */
    private void checkRoot(String name, Collection<String> known, ProviderLookup installed) {
        String[] parts = name.split("\\.", 3);
        if (parts.length == 3
                && known.contains(parts[2])
                && Spelling.isClose(parts[0], ROOT)
                && (parts[1].equals(backend) || !installed.knownNames().contains(parts[1]))
                && Spelling.isClose(parts[1], backend)) {
            throw unknown(name, property(parts[2]), known);
        }
    }

    /** A variable belongs to the backend with the longest matching name: {@code host-table} before {@code host}. */
    private boolean isOurs(String variable, ProviderLookup installed) {
        String prefix = variable("");
        if (!variable.startsWith(prefix)) {
            return false;
        }
        for (String other : installed.knownNames()) {
            String longer = VARIABLES + upperCase(other) + "_";
            if (longer.length() > prefix.length() && variable.startsWith(longer)) {
                return false;
            }
        }
        return true;
    }

    private IllegalArgumentException unknown(String name, @Nullable String meant, Collection<String> known) {
        return new IllegalArgumentException("setting " + name + " must be one that the backend \"" + backend + "\" has"
                + (meant == null ? "" : "; did you mean " + meant + "?") + " (it has "
                + (known.isEmpty() ? "none" : String.join(", ", known)) + ")");
    }

    private String source(String key) {
        return System.getProperty(property(key)) == null && environment(variable(key)) != null
                ? variable(key)
                : property(key);
    }

    private String property(String key) {
        return ROOT + "." + backend + "." + key;
    }

    private String variable(String key) {
        return VARIABLES + upperCase(backend) + "_" + upperCase(key);
    }

    private static String upperCase(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    /** Returns the value of an environment variable; null if it is empty or not set. */
    static @Nullable String environment(String variable) {
        String value = System.getenv(variable);
        return value == null || value.isEmpty() ? null : value;
    }
}
