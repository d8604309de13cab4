// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.BackendContext;
import io.netbackends.Setting;
import io.netbackends.internal.FileProblem;
import io.netbackends.internal.SettingTexts;
import io.netbackends.recording.format.RecordingFormat;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Creates the recorder described by the settings of {@code recording}. */
final class RecordingSettings {
    private static final Setting<String> FILE = Setting.text("file");
    private static final Setting<RecordingFormat> FORMAT = Setting.choice("format", RecordingFormat.class);
    private static final Setting<String> REDACT = Setting.text("redact");
    private static final Setting<List<String>> REDACT_HEADERS = Setting.list("redact-headers");
    private static final Setting<List<String>> REDACT_PARAMETERS = Setting.list("redact-parameters");
    private static final Setting<List<String>> HOSTS = Setting.list("hosts");
    private static final Setting<List<String>> SKIP_HOSTS = Setting.list("skip-hosts");
    private static final Setting<Long> MAX_BYTES_PER_CONNECTION = Setting.size("max-bytes-per-connection", 0);

    private static final Setting<Existing> EXISTING = Setting.choice("existing", Existing.class);
    private static final Setting<Flush> FLUSH = Setting.choice("flush", Flush.class);
    private static final Setting<Long> MAX_FILE_SIZE = Setting.size("max-file-size", 1);
    private static final Setting<Integer> MAX_FILES = Setting.number("max-files", 1, Integer.MAX_VALUE);

    private static final Collection<Setting<?>> OF_FILES = List.of(EXISTING, FLUSH, MAX_FILE_SIZE, MAX_FILES);

    static final Collection<Setting<?>> ALL = List.of(
            FILE,
            FORMAT,
            REDACT,
            REDACT_HEADERS,
            REDACT_PARAMETERS,
            HOSTS,
            SKIP_HOSTS,
            MAX_BYTES_PER_CONNECTION,
            EXISTING,
            FLUSH,
            MAX_FILE_SIZE,
            MAX_FILES);

    private final BackendContext context;

    private enum Existing {
        APPEND,
        REFUSE
    }

    private enum Flush {
        EVENT,
        BACKGROUND
    }

    RecordingSettings(BackendContext context) {
        this.context = context;
    }

    /** Returns the values of the settings that are set, by key: backends with equal maps share a recorder. */
    Map<String, String> values() {
        return SettingTexts.of(context, ALL);
    }

    /**
     * Creates the recorder.
     *
     * @throws IllegalArgumentException if a value is not allowed, or the file cannot be opened for writing
     */
    Recorder open() {
        return context.setting(FILE).map(this::toFile).orElseGet(this::toStandardError);
    }

    private Recorder toStandardError() {
        for (Setting<?> setting : OF_FILES) {
            if (context.option(setting.key()).isPresent()) {
                throw needsFile(setting);
            }
        }
        RecordingFormat format = context.setting(FORMAT).orElse(RecordingFormat.TEXT);
        if (format == RecordingFormat.PCAPNG) {
            throw needsFile(FORMAT);
        }
        HostFilter hosts = new HostFilter(list(HOSTS), list(SKIP_HOSTS));
        EventRecorder.Rules rules = new EventRecorder.Rules(
                redaction(), hosts, context.setting(MAX_BYTES_PER_CONNECTION).orElse(Long.MAX_VALUE));
        return TextRecorder.toStandardError(format, rules);
    }

    private Recorder toFile(String file) {
        FileRecorder.Builder builder;
        try {
            builder = FileRecorder.builder(file);
        } catch (IllegalArgumentException e) {
            throw context.invalid(FILE, "be the name of a file: " + e.getMessage(), e);
        }
        builder.redaction(redaction()).hosts(list(HOSTS), list(SKIP_HOSTS));
        context.setting(FORMAT).ifPresent(builder::format);
        context.setting(MAX_BYTES_PER_CONNECTION).ifPresent(builder::maxBytesPerConnection);
        context.setting(MAX_FILE_SIZE).ifPresent(builder::maxFileSize);
        context.setting(MAX_FILES).ifPresent(builder::maxFiles);
        if (context.setting(EXISTING).orElse(Existing.APPEND) == Existing.REFUSE) {
            builder.refuseExistingFile();
        }
        if (context.setting(FLUSH).orElse(Flush.EVENT) == Flush.BACKGROUND) {
            builder.writeInBackground();
        }
        try {
            return builder.openThisOrNext();
        } catch (IOException e) {
            throw context.invalid(FILE, "be a file that can be written: " + FileProblem.of(e), e);
        } catch (IllegalArgumentException e) {
            throw context.invalid(FILE, "have the extension of a format: " + e.getMessage(), e);
        }
    }

    private Redaction redaction() {
        String redact = context.setting(REDACT).orElse("on");
        if (redact.equals("on")) {
            return credentials();
        }
        for (Setting<?> setting : List.of(REDACT_HEADERS, REDACT_PARAMETERS)) {
            if (context.option(setting.key()).isPresent()) {
                throw context.invalid(setting, "be used together with netbackends.recording.redact=on", null);
            }
        }
        return redact.equals("off") ? Redaction.off() : redaction(redact);
    }

    private Redaction credentials() {
        List<String> headers = list(REDACT_HEADERS);
        try {
            Redaction.ofCredentials(headers, List.of());
        } catch (IllegalArgumentException e) {
            throw context.invalid(REDACT_HEADERS, "be names of headers: " + e.getMessage(), e);
        }
        try {
            return Redaction.ofCredentials(headers, list(REDACT_PARAMETERS));
        } catch (IllegalArgumentException e) {
            throw context.invalid(REDACT_PARAMETERS, "be names of parameters: " + e.getMessage(), e);
        }
    }

    private Redaction redaction(String className) {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = ofThread != null ? ofThread : RecordingSettings.class.getClassLoader();
        try {
            return Class.forName(className, true, loader)
                    .asSubclass(Redaction.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw context.invalid(
                    REDACT,
                    "be on, off, or the name of a public class with a public constructor without parameters that is a "
                            + Redaction.class.getName(),
                    e);
        }
    }

    private List<String> list(Setting<List<String>> setting) {
        return context.setting(setting).orElse(List.of());
    }

    private IllegalArgumentException needsFile(Setting<?> setting) {
        return context.invalid(setting, "be used together with netbackends.recording.file", null);
    }
}
