// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.Setting;
import io.netbackends.internal.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Provides the backend {@code replay}; public because the service loader requires it.
 *
 * <table class="striped">
 *   <caption>System properties</caption>
 *   <thead><tr><th scope="col">{@code netbackends.replay.}…</th><th scope="col">value</th></tr></thead>
 *   <tbody>
 *   <tr><th scope="row">{@code file}</th>
 *       <td>the recording, in the format {@code netbackends-ndjson 1}; must be set</td></tr>
 *   <tr><th scope="row">{@code match}</th>
 *       <td>{@code strict}, the default: written bytes must equal the recorded ones; {@code lenient}: {@link
 *       WriteMatcher#http}; {@code any}: {@link WriteMatcher#anything}</td></tr>
 *   <tr><th scope="row">{@code pace}</th>
 *       <td>{@code none}, the default, or {@code recorded}: see {@link ReplayBackend.Builder#recordedPace}</td></tr>
 *   <tr><th scope="row">{@code repeat}</th>
 *       <td>{@code false}, the default, or {@code true}: see {@link ReplayBackend.Builder#repeat}</td></tr>
 *   </tbody>
 * </table>
 *
 * <p>Backends with the same settings share their state: a connection used through one is not available to another.
 */
@AutoService(NetworkBackendProvider.class)
public final class ReplayBackendProvider implements NetworkBackendProvider {
    private static final Setting<String> FILE = Setting.text("file");
    private static final Setting<Match> MATCH = Setting.choice("match", Match.class);
    private static final Setting<Pace> PACE = Setting.choice("pace", Pace.class);
    private static final Setting<Boolean> REPEAT = Setting.flag("repeat");

    /** Shared, since a program may create the default backend repeatedly, and must then continue in the recording. */
    private static final Map<Key, ReplayBackend> BACKENDS = new ConcurrentHashMap<>();

    private enum Match {
        STRICT,
        LENIENT,
        ANY
    }

    private enum Pace {
        NONE,
        RECORDED
    }

    /** The key of a backend; the time distinguishes recordings of the same name. */
    private record Key(Path file, FileTime time, Match match, Pace pace, boolean repeat) {
        ReplayBackend open() {
            ReplayBackend.Builder builder = ReplayBackend.builder(file);
            if (match != Match.STRICT) {
                builder.lenient(match == Match.ANY ? WriteMatcher.anything() : WriteMatcher.http());
            }
            if (pace == Pace.RECORDED) {
                builder.recordedPace();
            }
            if (repeat) {
                builder.repeat();
            }
            try {
                return builder.build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Called by the service loader. */
    public ReplayBackendProvider() {}

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String description() {
        return "replays a recording instead of using the network";
    }

    @Override
    public Collection<Setting<?>> settings() {
        return List.of(FILE, MATCH, PACE, REPEAT);
    }

    /**
     * Creates the backend.
     *
     * @throws IllegalArgumentException if a setting has an invalid value, or the file is not a recording
     */
    @Override
    public NetworkBackendInterface create(BackendContext context) {
        String file = context.required(FILE);
        Match match = context.setting(MATCH).orElse(Match.STRICT);
        Pace pace = context.setting(PACE).orElse(Pace.NONE);
        boolean repeat = context.setting(REPEAT).orElse(false);
        try {
            Path path = Path.of(file);
            return BACKENDS.computeIfAbsent(
                    new Key(path, Files.getLastModifiedTime(path), match, pace, repeat), Key::open);
        } catch (InvalidPathException e) {
            throw context.invalid(FILE, "be the name of a file: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw unreadable(context, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(context, e);
        }
    }

    private static IllegalArgumentException unreadable(BackendContext context, IOException e) {
        return context.invalid(FILE, "be a recording that can be read: " + FileProblem.of(e), e);
    }
}
