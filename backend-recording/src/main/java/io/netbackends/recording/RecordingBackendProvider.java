// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.Setting;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendProvider;
import io.netbackends.recording.format.RecordingFormat;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Provides the backend {@code recording}, which wraps the one after it in the spec, otherwise the default one.
 *
 * <table class="striped">
 *   <caption>System properties</caption>
 *   <thead><tr><th scope="col">{@code netbackends.recording.}…</th><th scope="col">value</th></tr></thead>
 *   <tbody>
 *   <tr><th scope="row">{@code file}</th>
 *       <td>the file, see {@link FileRecorder}; default: the standard error stream</td></tr>
 *   <tr><th scope="row">{@code format}</th>
 *       <td>{@code text}, {@code timed-text}, {@code hex}, {@code ndjson} or {@code pcapng}, see {@link RecordingFormat};
 *       default: inferred from the file extension, otherwise {@code text}</td></tr>
 *   <tr><th scope="row">{@code redact}</th>
 *       <td>{@code on}, the default: credentials are replaced, see {@link Redaction#ofCredentials()}; {@code off}; or the name of a class with a public constructor without parameters that is a {@link Redaction}</td></tr>
 *   <tr><th scope="row">{@code redact-headers}</th>
 *       <td>comma-separated names of more headers</td></tr>
 *   <tr><th scope="row">{@code redact-parameters}</th>
 *       <td>comma-separated names of URL parameters whose values are replaced; {@code common} includes the common names of
 *       credentials</td></tr>
 *   <tr><th scope="row">{@code hosts}, {@code skip-hosts}</th>
 *       <td>comma-separated patterns of hosts to record, and to skip, see {@link FileRecorder.Builder#hosts}</td></tr>
 *   <tr><th scope="row">{@code max-bytes-per-connection}</th>
 *       <td>the maximum number of recorded bytes of a connection; this and the sizes below may end in {@code k}, {@code m}
 *       or {@code g}</td></tr>
 *   <tr><th scope="row">{@code existing}</th>
 *       <td>{@code append}, the default, or {@code refuse}: how to treat an existing file</td></tr>
 *   <tr><th scope="row">{@code flush}</th>
 *       <td>{@code event}, the default: each event is in the file before the call ends; or {@code background}</td></tr>
 *   <tr><th scope="row">{@code max-file-size}</th>
 *       <td>the size at which a new file is started</td></tr>
 *   <tr><th scope="row">{@code max-files}</th>
 *       <td>the maximum number of files, 10 by default</td></tr>
 *   </tbody>
 * </table>
 *
 * <p>Backends with the same settings share one recorder, also asynchronous ones, and so one sequence of connection numbers.
 * If another recorder uses the file, the recorder takes the next name by number, as for a split recording, and logs one
 * warning.
 */
@AutoService(NetworkBackendProvider.class)
public final class RecordingBackendProvider implements AsyncNetworkBackendProvider {
    static final String NAME = "recording";

    /**
     * A program may create the default backend again and again: sharing one recorder opens the file once and keeps
     * connection numbers unique. Recorders are never removed: there is one for each combination of settings.
     */
    private static final Map<Map<String, String>, Recorder> RECORDERS = new ConcurrentHashMap<>();

    /** Creates a provider; for {@link java.util.ServiceLoader}. */
    public RecordingBackendProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "decorator: shows or saves the bytes read and written";
    }

    @Override
    public Collection<Setting<?>> settings() {
        return RecordingSettings.ALL;
    }

    @Override
    public boolean isDecorator() {
        return true;
    }

    /**
     * Creates the backend.
     *
     * @throws IllegalArgumentException if a property has an invalid value, the file cannot be opened for writing, or its
     *     content is not a recording in the format
     */
    @Override
    public NetworkBackendInterface create(BackendContext context) {
        NetworkBackendInterface delegate = context.delegate(); // first: if it fails, no file must be created
        return new RecordingBackend(delegate, recorder(context));
    }

    /**
     * Creates the asynchronous half. It shares the recorder of the blocking one.
     *
     * @throws IllegalArgumentException as {@link #create} does
     */
    @Override
    public AsyncNetworkBackendInterface createAsync(BackendContext context) {
        AsyncNetworkBackendInterface delegate = context.asyncDelegate(); // first, as above
        return new AsyncRecordingBackend(delegate, recorder(context));
    }

    private static Recorder recorder(BackendContext context) {
        RecordingSettings settings = new RecordingSettings(context);
        return RECORDERS.computeIfAbsent(settings.values(), values -> settings.open());
    }
}
