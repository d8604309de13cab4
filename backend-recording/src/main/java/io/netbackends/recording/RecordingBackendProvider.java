// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Provides the backend {@code recording}, which wraps the one after it in the spec, else the default one.
 *
 * <table class="striped">
 *   <caption>System properties</caption>
 *   <thead><tr><th scope="col">property</th><th scope="col">value</th></tr></thead>
 *   <tbody>
 *   <tr><th scope="row">{@code netbackends.recording.file}</th>
 *       <td>the file to append to, see {@link TextRecorder#toFile}; not set: the standard error stream</td></tr>
 *   <tr><th scope="row">{@code netbackends.recording.redact}</th>
 *       <td>{@code on}, the default: the values of some headers are replaced, see {@link TextRecorder}; or {@code
 *       off}</td></tr>
 *   <tr><th scope="row">{@code netbackends.recording.format}</th>
 *       <td>{@code text}, the default, see {@link TextRecorder}</td></tr>
 *   </tbody>
 * </table>
 *
 * <p>Backends with the same settings share one recorder, and so one sequence of connection numbers.
 */
@AutoService(NetworkBackendProvider.class)
public final class RecordingBackendProvider implements NetworkBackendProvider {
    private static final String NAME = "recording";

    /**
     * A program may create the default backend again and again: it should neither open the file each time, nor call every
     * connection the first. A recorder is never removed, there is one for each value that the properties had.
     */
    private static final Map<Settings, TextRecorder> RECORDERS = new ConcurrentHashMap<>();

    /** Creates a provider; for {@link java.util.ServiceLoader}. */
    public RecordingBackendProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Creates the backend.
     *
     * @throws IllegalArgumentException if a property has a value that is not allowed, or the file cannot be opened for
     *     writing
     */
    @Override
    public NetworkBackendInterface create(BackendContext context) {
        choice(context, "format", "text");
        boolean redact = choice(context, "redact", "on", "off").equals("on");
        Settings settings = new Settings(context.option("file").orElse(null), redact);
        return new RecordingBackend(
                context.delegate(), RECORDERS.computeIfAbsent(settings, RecordingBackendProvider::recorder));
    }

    private record Settings(@Nullable String file, boolean redact) {}

    private static TextRecorder recorder(Settings settings) {
        TextRecorder recorder = settings.file == null ? TextRecorder.toStandardError() : recorder(settings.file);
        return settings.redact ? recorder : recorder.withoutRedaction();
    }

    private static TextRecorder recorder(String file) {
        try {
            return TextRecorder.toFile(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    property("file") + " (" + file + ") must be a file that can be written: " + e, e);
        }
    }

    /** Returns the value of an option; the first one allowed is the default. */
    private static String choice(BackendContext context, String key, String... allowed) {
        List<String> values = Arrays.asList(allowed);
        String value = context.option(key).orElse(values.get(0));
        if (!values.contains(value)) {
            throw new IllegalArgumentException(
                    property(key) + " (" + value + ") must be " + String.join(" or ", values));
        }
        return value;
    }

    private static String property(String key) {
        return "netbackends." + NAME + "." + key;
    }
}
