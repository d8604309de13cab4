// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The common options that apply to each command; the command rejects the others as unknown. */
final class OptionScope {
    private static final Set<String> ALWAYS = Set.of("-D", "--debug", "-h", "--help", "-V", "--version");

    private static final Set<String> NETWORK = Set.of(
            "--backend",
            "--timeout",
            "--connect-timeout",
            "--resolve",
            "--proxy",
            "--cacert",
            "--insecure",
            "--cert",
            "--key",
            "--pass",
            "--record");

    private static final Map<String, Set<String>> OF_COMMAND = Map.of(
            "get", NETWORK,
            "connect", NETWORK,
            "lookup", Set.of("--timeout"),
            "replay", Set.of("--backend", "--record"),
            "demo", Set.of("--backend", "--timeout"),
            "backends", Set.of("--backend"),
            "run", Set.of("--backend", "--record"),
            "attach", Set.of("--record"));

    private OptionScope() {}

    /** Removes from each command the options that do not apply to it. */
    static void restrict(CommandLine commandLine) {
        commandLine.getSubcommands().forEach((name, command) -> {
            CommandSpec spec = command.getCommandSpec();
            for (OptionSpec option : List.copyOf(spec.options())) {
                if (option.inherited() && !isKnown(name, option)) {
                    spec.remove(option);
                }
            }
        });
    }

    /** Checks the options before the command's name. */
    static void check(ParseResult parsed) {
        if (!parsed.hasSubcommand()) {
            return;
        }
        CommandSpec command = parsed.subcommand().commandSpec();
        for (OptionSpec option : parsed.matchedOptions()) {
            if (!isKnown(command.name(), option)) {
                throw new ParameterException(command.commandLine(), notFor(command.name(), option.longestName()));
            }
        }
    }

    static String notFor(String command, String option) {
        return "option " + option + " does not apply to the command " + command;
    }

    private static boolean isKnown(String command, OptionSpec option) {
        String name = option.longestName();
        return ALWAYS.contains(name)
                || OF_COMMAND.getOrDefault(command, Set.of()).contains(name);
    }
}
