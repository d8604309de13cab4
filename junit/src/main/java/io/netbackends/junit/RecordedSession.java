// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.recording.FileRecorder;
import io.netbackends.recording.RecordingBackend;
import io.netbackends.recording.Redaction;
import io.netbackends.recording.format.RecordingFormat;
import io.netbackends.replay.ReplayBackend;
import io.netbackends.replay.ReplayMismatchException;
import io.netbackends.replay.WriteMatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one test does with its recording: make it, or replay it. */
final class RecordedSession {
    static final String MODE = "netbackends.recorded";

    private final Path file;
    private final NetworkBackendInterface backend;

    /** Null for a replay. */
    private final @Nullable Recording recording;

    /** Null for a recording. */
    private final @Nullable MismatchTracker replay;

    private record Recording(FileRecorder file, StoppableRecorder events) {}

    private RecordedSession(
            Path file,
            NetworkBackendInterface backend,
            @Nullable Recording recording,
            @Nullable MismatchTracker replay) {
        this.file = file;
        this.backend = backend;
        this.recording = recording;
        this.replay = replay;
    }

    static RecordedSession open(
            Path file,
            Supplier<NetworkBackendInterface> delegate,
            @Nullable WriteMatcher matcher,
            Redaction redaction,
            String test) {
        String mode = System.getProperty(MODE, "auto");
        if (!List.of("auto", "renew", "replay").contains(mode)) {
            throw new IllegalArgumentException(MODE + " (" + mode + ") must be auto, renew or replay");
        }
        try {
            if (mode.equals("replay") || (mode.equals("auto") && Files.exists(file))) {
                return replaying(file, matcher);
            }
            return recording(file, delegate, redaction);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    test + ": recording (" + file + ") cannot be used: " + e
                            + (mode.equals("replay") ? "" : "; " + advice(file)),
                    e);
        }
    }

    private static RecordedSession replaying(Path file, @Nullable WriteMatcher matcher) throws IOException {
        ReplayBackend.Builder builder = ReplayBackend.builder(file).advice(advice(file));
        if (matcher != null) {
            builder.lenient(matcher);
        }
        MismatchTracker replay = new MismatchTracker(builder.build());
        return new RecordedSession(file, replay, null, replay);
    }

    private static RecordedSession recording(Path file, Supplier<NetworkBackendInterface> delegate, Redaction redaction)
            throws IOException {
        Path unfinished = unfinished(file);
        Path directory = unfinished.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.deleteIfExists(unfinished);
        FileRecorder recorder = FileRecorder.builder(unfinished.toString().replace("%", "%%"))
                .format(RecordingFormat.NDJSON)
                .redaction(redaction)
                .open();
        StoppableRecorder events = new StoppableRecorder(recorder);
        return new RecordedSession(
                file, new RecordingBackend(delegate.get(), events), new Recording(recorder, events), null);
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".unfinished");
    }

    NetworkBackendInterface backend() {
        return backend;
    }

    boolean isReplay() {
        return recording == null;
    }

    /** Keeps the recording of a test that has passed; fails if a replay has gone another way, and nobody said so. */
    void finish(@Nullable Throwable failure) throws IOException {
        if (recording != null) {
            recording.events.stop();
            finishRecording(recording.file, failure);
        }
        ReplayMismatchException mismatch = replay == null ? null : replay.mismatch();
        if (mismatch == null) {
            return;
        }
        if (failure == null) {
            throw mismatch;
        }
        if (failure != mismatch) {
            failure.addSuppressed(mismatch); // which may be why, and which the test may have hidden
        }
    }

    private void finishRecording(FileRecorder open, @Nullable Throwable failure) throws IOException {
        open.close();
        if (failure == null && open.lostEvents() == 0) {
            Files.move(unfinished(file), file, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        Files.deleteIfExists(unfinished(file));
        if (failure == null) {
            throw new IOException("recording " + file + " failed: " + open.lostEvents() + " events were lost");
        }
    }

    private static String advice(Path file) {
        return "if the program, or the server, has changed for good, renew the recording: run this test with -D" + MODE
                + "=renew, or delete " + file;
    }
}
