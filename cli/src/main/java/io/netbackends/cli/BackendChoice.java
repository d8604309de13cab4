// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.NetworkBackend;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.internal.FileProblem;
import io.netbackends.recording.format.RecordingFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The backend of a command, and the reason for its choice.
 *
 * @param spec the spec; null to leave the choice to {@link NetworkBackend}
 * @param origin the reason, as text for the user; null if nothing was chosen
 * @param file the file of --record; null without it
 */
record BackendChoice(
        @Nullable String spec,
        @Nullable String origin,
        @Nullable Path file) {
    static final String RECORDING_FILE = "netbackends.recording.file";
    private static final String RECORDING_FORMAT = "netbackends.recording.format";
    private static final String RECORDING_FORMAT_VARIABLE = "NETBACKENDS_RECORDING_FORMAT";

    private static final String PROXY_URL = "netbackends.proxy.url";

    static final String PROPERTY = "netbackends.backend";
    private static final String VARIABLE = "NETBACKENDS_BACKEND";

    static BackendChoice of(CommonOptions options) throws CommandException {
        BackendChoice choice = selected(options);
        if (options.proxy != null) {
            System.setProperty(PROXY_URL, options.proxy);
            choice = choice.proxied();
        }
        if (options.record == null) {
            return choice;
        }
        checkFormat(options.record);
        System.setProperty(RECORDING_FILE, options.record.toString());
        return choice.recordedTo(options.record);
    }

    static BackendChoice named(String spec) {
        return new BackendChoice(spec, null, null);
    }

    NetworkBackend open() throws CommandException {
        return create(() -> spec == null ? new NetworkBackend() : NetworkBackend.named(spec));
    }

    AsyncNetworkBackend openAsync() throws CommandException {
        return create(() -> spec == null ? new AsyncNetworkBackend() : AsyncNetworkBackend.named(spec));
    }

    private <B> B create(Supplier<B> creation) throws CommandException {
        try {
            return creation.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CommandException(ExitCodes.USAGE, problem(e), e);
        }
    }

    /** Rewrites a message about a property for a user, who has given an option instead. */
    private String problem(RuntimeException e) {
        String message = Failures.message(e).replace(PROXY_URL, "--proxy");
        if (file == null) {
            return message;
        }
        return e.getCause() instanceof IOException cause
                ? "--record: file (" + file + ") cannot be written: " + FileProblem.of(cause)
                : message.replace(RECORDING_FILE, "--record");
    }

    /** Checks the file name here, since the backend's message would name a property instead of the option. */
    static void checkFormat(Path file) throws CommandException {
        if (System.getProperty(RECORDING_FORMAT) != null || System.getenv(RECORDING_FORMAT_VARIABLE) != null) {
            return;
        }
        try {
            RecordingFormat.of(file);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCodes.USAGE, "--record: " + Failures.message(e), e);
        }
    }

    /** Returns this choice inside the recording backend, which wraps the default backend if no other is named. */
    BackendChoice recorded() {
        return recordedTo(null);
    }

    /** Returns this choice with proxies. The recording backend stays outside, and sees the connections to the targets. */
    private BackendChoice proxied() {
        String wrapped = spec == null ? "" : ":" + spec;
        boolean recording = wrapped.equals(":recording") || wrapped.startsWith(":recording:");
        String changed = recording ? "recording:proxy" + wrapped.substring(":recording".length()) : "proxy" + wrapped;
        return new BackendChoice(changed, origin, file);
    }

    private BackendChoice recordedTo(@Nullable Path recording) {
        return new BackendChoice(spec == null ? "recording" : "recording:" + spec, origin, recording);
    }

    /** Returns the spec from the option, the system property or the environment variable; empty if none is set. */
    static String asked(CommonOptions options) {
        if (options.backend != null) {
            return options.backend;
        }
        String property = System.getProperty(PROPERTY);
        return property != null ? property : System.getenv().getOrDefault(VARIABLE, "");
    }

    /** Repeats the lookup of the SPI, to show the reason, and because a recording needs the spec. */
    private static BackendChoice selected(CommonOptions options) {
        if (options.backend != null) {
            return new BackendChoice(options.backend, "by --backend", null);
        }
        boolean leaveToSpi = options.record == null && options.proxy == null; // its messages name the origin
        String property = System.getProperty(PROPERTY);
        if (property != null) {
            return new BackendChoice(leaveToSpi ? null : property, "by the system property " + PROPERTY, null);
        }
        String variable = System.getenv(VARIABLE);
        if (variable != null && !variable.isEmpty()) {
            return new BackendChoice(leaveToSpi ? null : variable, "by the environment variable " + VARIABLE, null);
        }
        return new BackendChoice(null, null, null);
    }
}
