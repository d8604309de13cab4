// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import io.netbackends.NetworkBackend;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments after {@code -javaagent:…jar=}: a spec, then settings without their prefix {@code netbackends.}, which
 * become system properties. A part without {@code =} continues the previous value, since lists contain commas.
 */
record AgentOptions(@Nullable String spec, Map<String, String> settings) {
    /** Its settings apply to the sockets over any backend. */
    private static final String SOCKETS = "javanet";

    static AgentOptions parse(@Nullable String arguments) {
        String spec = null;
        Map<String, String> settings = new LinkedHashMap<>();
        String last = null;
        String[] parts = arguments == null || arguments.isEmpty() ? new String[0] : arguments.split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            int equals = part.indexOf('=');
            if (equals > 0) {
                last = requireName(part.substring(0, equals));
                settings.put(last, part.substring(equals + 1));
            } else if (i == 0 && equals < 0) {
                spec = part.isEmpty() ? null : part;
            } else if (last != null && equals < 0) {
                settings.merge(last, part, (value, more) -> value + "," + more);
            } else {
                throw malformed(part);
            }
        }
        return new AgentOptions(spec, settings);
    }

    private static String requireName(String name) {
        int dot = name.indexOf('.');
        if (dot <= 0 || dot == name.length() - 1) {
            throw malformed(name);
        }
        return name;
    }

    private static IllegalArgumentException malformed(String option) {
        return new IllegalArgumentException(
                "option \"" + option + "\" must be BACKEND.SETTING=VALUE, such as recording.file=out.pcapng");
    }

    /**
     * Sets the properties and creates the backend.
     *
     * @throws IllegalArgumentException if the spec, or a setting, is not allowed; the properties are then unchanged
     * @throws IllegalStateException if there is no backend to choose, or it cannot be created
     */
    NetworkBackend createBackend() {
        Map<String, @Nullable String> before = new LinkedHashMap<>();
        for (Map.Entry<String, String> setting :
                settings.entrySet()) { // no lambda: the first one of a program takes 10 ms
            before.put(setting.getKey(), System.setProperty(property(setting.getKey()), setting.getValue()));
        }
        boolean done = false;
        try {
            NetworkBackend backend = spec == null ? new NetworkBackend() : NetworkBackend.named(spec);
            checkBelonging(backend.name());
            done = true;
            return backend;
        } finally {
            if (!done) {
                before.forEach(AgentOptions::restore);
            }
        }
    }

    /**
     * Rejects settings of backends that are not in use, which would be ignored otherwise. A backend in use checks its own
     * settings.
     */
    private void checkBelonging(String names) {
        for (String name : settings.keySet()) {
            String owner = name.substring(0, name.indexOf('.'));
            if (!owner.equals(SOCKETS) && !List.of(names.split(":")).contains(owner)) {
                throw new IllegalArgumentException("option \"" + name + "\" must be a setting of a backend in use ("
                        + names.replace(":", ", ") + ") or of " + SOCKETS);
            }
        }
    }

    private static void restore(String name, @Nullable String value) {
        if (value == null) {
            System.clearProperty(property(name));
        } else {
            System.setProperty(property(name), value);
        }
    }

    private static String property(String name) {
        return "netbackends." + name;
    }
}
