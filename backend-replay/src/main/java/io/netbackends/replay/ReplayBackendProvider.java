// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Provides the backend {@code replay}; public only because the service loader asks for it.
 *
 * <table class="striped">
 *   <caption>System properties</caption>
 *   <thead><tr><th scope="col">{@code netbackends.replay.}…</th><th scope="col">value</th></tr></thead>
 *   <tbody>
 *   <tr><th scope="row">{@code file}</th>
 *       <td>the recording, in the format {@code netbackends-ndjson 1}; must be set</td></tr>
 *   <tr><th scope="row">{@code match}</th>
 *       <td>{@code strict}, the default: what is written must be what was recorded; {@code lenient}: as {@link WriteMatcher#http}
 *       has it; {@code any}: as {@link WriteMatcher#anything} has it</td></tr>
 *   <tr><th scope="row">{@code pace}</th>
 *       <td>{@code none}, the default, or {@code recorded}: see {@link ReplayBackend.Builder#recordedPace}</td></tr>
 *   <tr><th scope="row">{@code repeat}</th>
 *       <td>{@code false}, the default, or {@code true}: see {@link ReplayBackend.Builder#repeat}</td></tr>
 *   </tbody>
 * </table>
 *
 * <p>Backends with the same settings are one: a connection that was used through one of them is not there for another.
 */
@AutoService(NetworkBackendProvider.class)
public final class ReplayBackendProvider implements NetworkBackendProvider {
    /** A program may create the default backend again and again, and goes on in the recording all the same. */
    private static final Map<Map<String, String>, ReplayBackend> BACKENDS = new ConcurrentHashMap<>();

    /** Called by the service loader. */
    public ReplayBackendProvider() {}

    @Override
    public String name() {
        return "replay";
    }

    /**
     * Creates the backend.
     *
     * @throws IllegalArgumentException if a property has a value that is not allowed, or the file is no recording
     */
    @Override
    public NetworkBackendInterface create(BackendContext context) {
        Map<String, String> values = new TreeMap<>();
        for (String key : List.of("file", "match", "pace", "repeat")) {
            context.option(key).ifPresent(value -> values.put(key, value));
        }
        String file = values.get("file");
        if (file == null) {
            throw new IllegalArgumentException("netbackends.replay.file must be set to a recording");
        }
        try {
            Path path = Path.of(file);
            values.put("time", Files.getLastModifiedTime(path).toString()); // tells recordings of the same name apart
            return BACKENDS.computeIfAbsent(Map.copyOf(values), settings -> open(path, settings));
        } catch (UncheckedIOException | IOException | InvalidPathException e) {
            Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
            throw new IllegalArgumentException(
                    "netbackends.replay.file (" + file + ") must be a recording that can be read: " + cause, cause);
        }
    }

    private static ReplayBackend open(Path file, Map<String, String> values) {
        ReplayBackend.Builder builder = ReplayBackend.builder(file);
        try {
            String match = choice(values, "match", "strict", "lenient", "any");
            if (!match.equals("strict")) {
                builder.lenient(match.equals("any") ? WriteMatcher.anything() : WriteMatcher.http());
            }
            if (choice(values, "pace", "none", "recorded").equals("recorded")) {
                builder.recordedPace();
            }
            if (choice(values, "repeat", "false", "true").equals("true")) {
                builder.repeat();
            }
            return builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a value; the first one allowed is the default. */
    private static String choice(Map<String, String> values, String key, String... allowed) {
        String value = values.getOrDefault(key, allowed[0]);
        if (!List.of(allowed).contains(value)) {
            throw new IllegalArgumentException(
                    "netbackends.replay." + key + " (" + value + ") must be " + String.join(" or ", allowed));
        }
        return value;
    }
}
