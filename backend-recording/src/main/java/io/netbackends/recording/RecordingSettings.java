// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.BackendContext;
import io.netbackends.recording.format.RecordingFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The system properties of {@code recording}, as they were when a backend was created.
 *
 * @param values those that are set
 */
record RecordingSettings(Map<String, String> values) {
    private static final List<String> OF_ALL =
            List.of("format", "redact", "redact-headers", "hosts", "skip-hosts", "max-bytes-per-connection");
    private static final List<String> OF_FILES = List.of("existing", "flush", "max-file-size", "max-files");

    private static final long NO_LIMIT = Long.MAX_VALUE;

    static RecordingSettings of(BackendContext context) {
        Map<String, String> values = new TreeMap<>();
        Stream.of(List.of("file"), OF_ALL, OF_FILES)
                .flatMap(List::stream)
                .forEach(key -> context.option(key).ifPresent(value -> values.put(key, value)));
        return new RecordingSettings(values);
    }

    /**
     * Creates the recorder.
     *
     * @throws IllegalArgumentException if a value is not allowed, or the file cannot be opened for writing
     */
    Recorder open() {
        String file = values.get("file");
        return file == null ? toStandardError() : toFile(file);
    }

    private Recorder toStandardError() {
        for (String key : OF_FILES) {
            if (values.containsKey(key)) {
                throw new IllegalArgumentException(property(key) + " needs " + property("file"));
            }
        }
        RecordingFormat format = format(RecordingFormat.TEXT);
        if (format == RecordingFormat.PCAPNG) {
            throw wrong("format", "have " + property("file") + " beside it");
        }
        HostFilter hosts = new HostFilter(list("hosts"), list("skip-hosts"));
        EventRecorder.Rules rules =
                new EventRecorder.Rules(redaction(), hosts, size("max-bytes-per-connection", 0, NO_LIMIT, NO_LIMIT));
        return TextRecorder.toStandardError(format, rules);
    }

    private Recorder toFile(String file) {
        FileRecorder.Builder builder;
        try {
            builder = FileRecorder.builder(file);
        } catch (IllegalArgumentException e) {
            throw wrong("file", "be the name of a file: " + e.getMessage(), e);
        }
        try {
            builder.format(format(builder.suggestedFormat()))
                    .redaction(redaction())
                    .hosts(list("hosts"), list("skip-hosts"))
                    .maxBytesPerConnection(size("max-bytes-per-connection", 0, NO_LIMIT, NO_LIMIT))
                    .maxFileSize(size("max-file-size", 1, NO_LIMIT, NO_LIMIT))
                    .maxFiles((int) size("max-files", 1, Integer.MAX_VALUE, FileRecorder.Builder.DEFAULT_FILES));
            if (choice("existing", "append", "refuse").equals("refuse")) {
                builder.refuseExistingFile();
            }
            if (choice("flush", "event", "background").equals("background")) {
                builder.writeInBackground();
            }
            return builder.open();
        } catch (IOException e) {
            throw wrong("file", "be a file that can be written: " + e, e);
        }
    }

    private RecordingFormat format(RecordingFormat otherwise) {
        String value = values.get("format");
        List<RecordingFormat> all = List.of(RecordingFormat.values());
        return value == null
                ? otherwise
                : all.stream()
                        .filter(format -> format.toString().equals(value))
                        .findFirst()
                        .orElseThrow(() -> wrong(
                                "format",
                                "be "
                                        + all.stream()
                                                .map(RecordingFormat::toString)
                                                .collect(Collectors.joining(" or "))));
    }

    private Redaction redaction() {
        String value = values.getOrDefault("redact", "on");
        if (value.equals("on")) {
            String[] headers = list("redact-headers").toArray(String[]::new);
            try {
                return Redaction.ofHttpHeaders(headers);
            } catch (IllegalArgumentException e) {
                throw wrong("redact-headers", "be names of headers: " + e.getMessage(), e);
            }
        }
        if (values.containsKey("redact-headers")) {
            throw new IllegalArgumentException(property("redact-headers") + " needs " + property("redact") + "=on");
        }
        return value.equals("off") ? Redaction.off() : redaction(value);
    }

    private Redaction redaction(String className) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context != null ? context : RecordingSettings.class.getClassLoader();
        try {
            return Class.forName(className, true, loader)
                    .asSubclass(Redaction.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw wrong(
                    "redact",
                    "be on, off, or the name of a public class with a public constructor without parameters that is a "
                            + Redaction.class.getName(),
                    e);
        }
    }

    private List<String> list(String key) {
        String value = values.get(key);
        if (value == null) {
            return List.of();
        }
        List<String> items = Stream.of(value.split(",")).map(String::strip).toList();
        if (items.isEmpty() || items.contains("")) {
            throw wrong(key, "have something before and after each comma");
        }
        return items;
    }

    /** The value must be between {@code least} and {@code most}. */
    private long size(String key, long least, long most, long otherwise) {
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        String text = value.toLowerCase(Locale.ROOT);
        if (!text.matches("[0-9]{1,9}[kmg]?")) {
            throw wrong(key, "be a number of at most nine digits, perhaps with k, m or g behind it");
        }
        int unit = "kmg".indexOf(text.charAt(text.length() - 1)) + 1;
        long size = Long.parseLong(unit == 0 ? text : text.substring(0, text.length() - 1)) << (10 * unit);
        if (size < least || size > most) {
            throw wrong(key, "be between " + least + " and " + most);
        }
        return size;
    }

    /** Returns a value; the first one allowed is the default. */
    private String choice(String key, String... allowed) {
        String value = values.getOrDefault(key, allowed[0]);
        if (!Arrays.asList(allowed).contains(value)) {
            throw wrong(key, "be " + String.join(" or ", allowed));
        }
        return value;
    }

    private IllegalArgumentException wrong(String key, String required) {
        return wrong(key, required, null);
    }

    private IllegalArgumentException wrong(String key, String required, @Nullable Throwable cause) {
        return new IllegalArgumentException(property(key) + " (" + values.get(key) + ") must " + required, cause);
    }

    private static String property(String key) {
        return "netbackends." + RecordingBackendProvider.NAME + "." + key;
    }
}
