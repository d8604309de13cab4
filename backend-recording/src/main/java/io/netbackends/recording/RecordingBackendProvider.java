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
 * Provides the backend {@code recording}, which wraps the one after it in the spec, else the default one.
 *
 * <table class="striped">
 *   <caption>System properties</caption>
 *   <thead><tr><th scope="col">{@code netbackends.recording.}…</th><th scope="col">value</th></tr></thead>
 *   <tbody>
 *   <tr><th scope="row">{@code file}</th>
 *       <td>where to record to, see {@link FileRecorder}; not set: the standard error stream</td></tr>
 *   <tr><th scope="row">{@code format}</th>
 *       <td>{@code text}, {@code timed-text}, {@code hex}, {@code ndjson} or {@code pcapng}, see {@link RecordingFormat}; not set: the one that the
 *       file's extension suggests, else {@code text}</td></tr>
 *   <tr><th scope="row">{@code redact}</th>
 *       <td>{@code on}, the default: credentials are replaced, see {@link Redaction#ofCredentials()}; {@code off}; or the name of a class with a public constructor without parameters that is a {@link Redaction}</td></tr>
 *   <tr><th scope="row">{@code redact-headers}</th>
 *       <td>names of more headers, with commas between them</td></tr>
 *   <tr><th scope="row">{@code redact-parameters}</th>
 *       <td>names of parameters of URLs whose values are replaced, with commas between them; {@code common} stands for those that are
 *       commonly used for credentials</td></tr>
 *   <tr><th scope="row">{@code hosts}, {@code skip-hosts}</th>
 *       <td>patterns, with commas between them, of what is recorded, and what is not, see {@link
 *       FileRecorder.Builder#hosts}</td></tr>
 *   <tr><th scope="row">{@code max-bytes-per-connection}</th>
 *       <td>how many bytes of a connection are kept; this and the sizes below may end in {@code k}, {@code m} or {@code g}</td></tr>
 *   <tr><th scope="row">{@code existing}</th>
 *       <td>{@code append}, the default, or {@code refuse}: what to do with a file that exists</td></tr>
 *   <tr><th scope="row">{@code flush}</th>
 *       <td>{@code event}, the default: each event is in the file before the call ends; or {@code background}</td></tr>
 *   <tr><th scope="row">{@code max-file-size}</th>
 *       <td>the size at which another file is begun</td></tr>
 *   <tr><th scope="row">{@code max-files}</th>
 *       <td>how many files are kept then, 10 by default</td></tr>
 *   </tbody>
 * </table>
 *
 * <p>Backends with the same settings share one recorder, asynchronous ones too, and so one sequence of connection numbers. If something else records to
 * the file, the recorder takes the next name by number, as for a recording that is split, and logs one warning.
 */
@AutoService(NetworkBackendProvider.class)
public final class RecordingBackendProvider implements AsyncNetworkBackendProvider {
    static final String NAME = "recording";

    /**
     * A program may create the default backend again and again: it should neither open the file each time, nor call every
     * connection the first. A recorder is never removed, there is one for each value that the properties had.
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
        return "decorator: shows or keeps what another backend reads and writes";
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
     * @throws IllegalArgumentException if a property has a value that is not allowed, or the file cannot be opened for
     *     writing, or holds something else than a recording in the format
     */
    @Override
    public NetworkBackendInterface create(BackendContext context) {
        NetworkBackendInterface delegate =
                context.delegate(); // first: without one, there is nothing to open a file for
        return new RecordingBackend(delegate, recorder(context));
    }

    /**
     * Creates the backend for callers that do not wait. It has the recorder of the blocking one.
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
