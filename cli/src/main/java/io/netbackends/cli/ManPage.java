// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The man page (section 1) of a command and its subcommands: the text of {@code --help}, in the macros of man(7). */
final class ManPage {
    private static final Map<String, String> VARIABLES = new TreeMap<>(Map.of(
            "JAVA_HOME", "The Java that runs the command, 17 or later. If it is not set: the java on the PATH.",
            "JAVA_OPTS", "Options of the JVM, separated by white space.",
            "NETBACKENDS_BACKEND", "The backend to use if --backend is not given, such as recording:nio.",
            "NETBACKENDS_CLASSPATH", "Jars and directories with more backends, as for java -cp."));

    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    /** Returns the page. It has no date, so it is the same for each call. */
    static String of(CommandLine root) {
        ManPage page = new ManPage();
        page.addAll(root);
        return page.page.toString();
    }

    private void addAll(CommandLine root) {
        CommandSpec spec = root.getCommandSpec();
        String version = Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "");
        macro("TH", spec.name().toUpperCase(Locale.ROOT), "1", "", spec.name() + " " + version);
        macro("SH", "NAME");
        text(spec.name() + " - " + description(spec.usageMessage().description()));
        macro("SH", "SYNOPSIS");
        text(synopsis(root));
        macro("SH", "OPTIONS");
        addArguments(spec);
        macro("SH", "COMMANDS");
        for (CommandLine command : root.getSubcommands().values()) {
            addCommand(command);
        }
        macro("SH", "EXIT STATUS");
        spec.usageMessage().exitCodeList().forEach((code, meaning) -> item(code.strip(), description(meaning)));
        macro("SH", "ENVIRONMENT");
        for (Map.Entry<String, String> variable : VARIABLES.entrySet()) {
            item(variable.getKey(), variable.getValue());
        }
    }

    private void addCommand(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.usageMessage().hidden()) {
            return;
        }
        macro("SS", spec.name());
        text(synopsis(command));
        macro("PP");
        text(description(spec.usageMessage().description()));
        addArguments(spec);
    }

    private void addArguments(CommandSpec spec) {
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (!parameter.hidden()) {
                item(parameter.paramLabel(), description(parameter.description()));
            }
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                item(names(option), description(option.description()));
            }
        }
    }

    private static String names(OptionSpec option) {
        String names = String.join(", ", new TreeSet<>(List.of(option.names())).descendingSet());
        boolean value = option.arity().max() > 0;
        return value ? names + (option.longestName().startsWith("--") ? " " : "") + option.paramLabel() : names;
    }

    private static String synopsis(CommandLine command) {
        return Ansi.OFF
                .string(command.getHelp().synopsis(0))
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String description(String... lines) {
        return Ansi.OFF.string(String.join(" ", lines)).replaceAll("\\s+", " ").strip();
    }

    private void item(String term, String meaning) {
        macro("TP");
        page.append("\\fB").append(escaped(term)).append("\\fR\n");
        text(meaning);
    }

    private void macro(String name, String... arguments) {
        page.append('.').append(name);
        for (String argument : arguments) {
            page.append(" \"").append(escaped(argument)).append('"');
        }
        page.append('\n');
    }

    /** Escapes a text. No line may begin with a dot or an apostrophe, which would be a macro. */
    private void text(String text) {
        page.append(text.isEmpty() ? "" : "\\&").append(escaped(text)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    }
}
