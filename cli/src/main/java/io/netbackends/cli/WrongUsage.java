// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.internal.Spelling;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Describes an error in a command line, with a suggestion. */
final class WrongUsage {
    private WrongUsage() {}

    static String message(ParameterException e) {
        return e instanceof UnmatchedArgumentException unmatched ? message(unmatched) : String.valueOf(e.getMessage());
    }

    private static String message(UnmatchedArgumentException e) {
        String argument = e.getUnmatched().get(0); // the other errors follow from it
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String option = argument.replaceFirst("=.*", "");
        if (command.root().findOption(option) != null) {
            return OptionScope.notFor(command.name(), option);
        }
        if (e.isUnknownOption()) {
            return "unknown option: " + argument
                    + meant(option, command.optionsMap().keySet());
        }
        return command.parent() == null
                ? "unknown command: " + argument
                        + meant(argument, command.subcommands().keySet())
                : "unexpected argument: " + argument;
    }

    /** Returns a suggestion for a misspelled word; empty if no known word is similar. */
    static String meant(String word, Set<String> words) {
        String closest = Spelling.closest(word, words);
        return closest == null ? "" : "; did you mean " + closest + "?";
    }
}
