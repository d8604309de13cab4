// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The jar of the agent and the agent's arguments: an option shared by several commands. */
final class AgentJar {
    private static final String NAME = "netbackends-agent.jar";

    /** In a directory next to the command's jars, but not on the class path, since the agent contains the same classes. */
    private static final String DIRECTORY = "agent";

    /** The prefix of backend settings, which the agent omits. */
    private static final String SETTINGS = "netbackends.";

    /** The name of the recording backend. */
    static final String RECORDING = "recording";

    private static final String RECORDING_FILE = "recording.file";

    @Option(
            names = "--agent",
            paramLabel = "FILE",
            description = "The jar of the agent; by default, the one that comes with this command.")
    private @Nullable Path file;

    /** Returns the file, by its absolute name. */
    Path path() throws CommandException {
        Path jar = file != null ? file.toAbsolutePath() : beside();
        if (jar == null || !Files.isReadable(jar)) {
            throw new CommandException(
                    ExitCodes.FAILED,
                    file != null
                            ? "--agent (" + jar + ") must be a readable file"
                            : "the agent (" + (jar == null ? NAME : jar)
                                    + ") is not in its usual place: name it with --agent",
                    null);
        }
        return jar;
    }

    private static @Nullable Path beside() {
        CodeSource source = AgentJar.class.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? null
                    : Path.of(source.getLocation().toURI())
                            .resolveSibling(DIRECTORY)
                            .resolve(NAME);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /**
     * Returns the spec for the agent: the requested one, inside the recording backend if connections must be recorded.
     *
     * @param asked the requested spec; if empty, connections are recorded
     */
    static String spec(String asked, boolean recorded) {
        if (asked.isEmpty()) {
            return RECORDING;
        }
        return !recorded || List.of(asked.split(":")).contains(RECORDING) ? asked : RECORDING + ":" + asked;
    }

    /**
     * Returns the arguments for the agent: the spec, the file, and those properties of the command line that are backend
     * settings.
     *
     * @param spec the spec of the backend
     */
    static String arguments(String spec, CommonOptions options) throws CommandException {
        StringBuilder arguments = new StringBuilder(spec);
        if (options.record != null) {
            append(arguments, RECORDING_FILE, options.record.toAbsolutePath().toString(), "--record");
        }
        for (String name : options.properties.keySet()) {
            if (name.startsWith(SETTINGS) && !name.equals(BackendChoice.PROPERTY)) {
                append(arguments, name.substring(SETTINGS.length()), options.properties.get(name), "-D" + name);
            }
        }
        return arguments.toString();
    }

    private static void append(StringBuilder arguments, String key, String value, String option)
            throws CommandException {
        if (value.matches("(?s).*,[^,]*=.*")) {
            throw CommandException.usage(option + " (" + value
                    + ") must have no equals sign after a comma: the agent would parse it as another setting");
        }
        arguments.append(',').append(key).append('=').append(value);
    }
}
