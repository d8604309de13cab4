// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.internal.AtomicFile;
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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The use of a recording by one test: making it, or replaying it. */
final class RecordedSession {
    static final String MODE = "netbackends.recorded";

    private final Path file;
    private final NetworkBackendInterface backend;

    /** Null for a replay. */
    private final @Nullable Recording recording;

    /** Null for a recording. */
    private final @Nullable MismatchTracker replay;

    /**
     * A recording that is being made.
     *
     * @param target becomes the file when the test has passed
     * @param file writes to the target
     * @param events forwards events to the recorder until the test ends
     */
    private record Recording(AtomicFile target, FileRecorder file, StoppableRecorder events) {}

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
        String mode = mode();
        try {
            if (mode.equals("replay") || (mode.equals("auto") && Files.exists(file))) {
                return replaying(file, matcher, redaction);
            }
            return recording(file, delegate, redaction);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    test + ": recording (" + file + ") cannot be used: " + e
                            + (mode.equals("replay") ? "" : "; " + advice(file)),
                    e);
        }
    }

    /** Whether a test must not record and has no recording; then using the network is an error. */
    static boolean isMissing(Path file) {
        return mode().equals("replay") && !Files.exists(file);
    }

    private static String mode() {
        String mode = System.getProperty(MODE, "auto");
        if (!List.of("auto", "renew", "replay").contains(mode)) {
            throw new IllegalArgumentException(MODE + " (" + mode + ") must be auto, renew or replay");
        }
        return mode;
    }

    private static RecordedSession replaying(Path file, @Nullable WriteMatcher matcher, Redaction redaction)
            throws IOException {
        ReplayBackend.Builder builder =
                ReplayBackend.builder(file).redaction(redaction).advice(advice(file));
        if (matcher != null) {
            builder.lenient(matcher);
        }
        MismatchTracker replay = new MismatchTracker(builder.build());
        return new RecordedSession(file, replay, null, replay);
    }

    private static RecordedSession recording(Path file, Supplier<NetworkBackendInterface> delegate, Redaction redaction)
            throws IOException {
        NetworkBackendInterface recorded = delegate.get(); // first: without a backend, no file need be opened
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        AtomicFile target = AtomicFile.replace(file);
        FileRecorder recorder = FileRecorder.builder(target.path().toString().replace("%", "%%"))
                .format(RecordingFormat.NDJSON)
                .redaction(redaction)
                .open();
        StoppableRecorder events = new StoppableRecorder(recorder);
        return new RecordedSession(
                file, new RecordingBackend(recorded, events), new Recording(target, recorder, events), null);
    }

    NetworkBackendInterface backend() {
        return backend;
    }

    boolean isReplay() {
        return recording == null;
    }

    /** Whether the test has opened a connection, or tried to. */
    boolean isUsed() {
        return recording != null ? recording.events.isUsed() : replay == null || replay.isUsed();
    }

    /**
     * Saves the recording of a test that has passed, unless it is empty. Fails if a replay deviated and the test did not
     * report it, or if the replay was not used.
     */
    void finish(@Nullable Throwable failure) throws IOException {
        if (recording != null) {
            recording.events.stop();
            finish(recording, failure);
        }
        ReplayMismatchException mismatch = replay == null ? null : replay.mismatch();
        if (mismatch != null) {
            report(mismatch, failure);
        } else if (replay != null && failure == null && !isUsed()) {
            throw new AssertionError(
                    "recording " + file + " is not used: the test opens no connection; delete the recording");
        }
    }

    /** The difference may have caused the failure of the test, which may hide it. */
    private static void report(ReplayMismatchException mismatch, @Nullable Throwable failure) throws IOException {
        if (failure == null) {
            throw mismatch;
        }
        Set<Throwable> shown = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(failure, shown);
        if (!shown.contains(mismatch)) {
            failure.addSuppressed(mismatch);
        }
    }

    private static void collect(@Nullable Throwable failure, Set<Throwable> shown) {
        if (failure != null && shown.add(failure)) {
            collect(failure.getCause(), shown);
            for (Throwable suppressed : failure.getSuppressed()) {
                collect(suppressed, shown);
            }
        }
    }

    private void finish(Recording open, @Nullable Throwable failure) throws IOException {
        try (AtomicFile target = open.target) {
            open.file.close();
            if (failure != null || !isUsed()) {
                return;
            }
            if (open.file.lostEvents() > 0) {
                throw new IOException("recording " + file + " failed: " + open.file.lostEvents() + " events were lost");
            }
            target.commit();
        }
    }

    private static String advice(Path file) {
        return "if the program or the server has changed permanently, renew the recording: run this test with -D" + MODE
                + "=renew, or delete " + file;
    }
}
