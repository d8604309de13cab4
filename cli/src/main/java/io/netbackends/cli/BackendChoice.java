// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.NetworkBackend;
import org.jspecify.annotations.Nullable;

/**
 * Which backend a command uses, and who said so.
 *
 * @param spec null to leave it to {@link NetworkBackend}
 * @param origin for people; null if nobody chose anything
 */
record BackendChoice(@Nullable String spec, @Nullable String origin) {
    static final String RECORDING_FILE = "netbackends.recording.file";

    private static final String PROPERTY = "netbackends.backend";
    private static final String VARIABLE = "NETBACKENDS_BACKEND";

    static BackendChoice of(CommonOptions options) {
        BackendChoice choice = selected(options);
        if (options.record == null) {
            return choice;
        }
        System.setProperty(RECORDING_FILE, options.record.toString());
        return choice.recorded();
    }

    static BackendChoice named(String spec) {
        return new BackendChoice(spec, null);
    }

    NetworkBackend open() throws CommandException {
        try {
            return spec == null ? new NetworkBackend() : NetworkBackend.named(spec);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CommandException(ExitCodes.USAGE, Failures.message(e), e);
        }
    }

    /** Returns this choice inside the backend that records; one that wraps nothing by name wraps the default. */
    BackendChoice recorded() {
        return new BackendChoice(spec == null ? "recording" : "recording:" + spec, origin);
    }

    /** The SPI looks up the same; here it is for the reason, and because a recording needs the spec. */
    private static BackendChoice selected(CommonOptions options) {
        if (options.backend != null) {
            return new BackendChoice(options.backend, "by --backend");
        }
        boolean leaveToSpi = options.record == null; // its messages name the origin of the spec
        String property = System.getProperty(PROPERTY);
        if (property != null) {
            return new BackendChoice(leaveToSpi ? null : property, "by the system property " + PROPERTY);
        }
        String variable = System.getenv(VARIABLE);
        if (variable != null) {
            return new BackendChoice(leaveToSpi ? null : variable, "by the environment variable " + VARIABLE);
        }
        return new BackendChoice(null, null);
    }
}
