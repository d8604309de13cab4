// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help}: shows the same as {@code --help}, for one command or for all. */
@Command(name = "help", description = "Show what a command does, and its options.")
final class HelpCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "get, for example; by default, all are listed")
    private @Nullable String command;

    @Spec
    private @Nullable CommandSpec spec;

    HelpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException {
        if (spec != null) {
            CommandLine root = spec.root().commandLine();
            (command == null ? root : command(root, command)).usage(console.text());
        }
        return ExitCodes.OK;
    }

    private static CommandLine command(CommandLine root, String name) throws CommandException {
        CommandLine command = root.getSubcommands().get(name);
        if (command == null) {
            throw CommandException.usage("unknown command: " + name
                    + WrongUsage.meant(name, root.getSubcommands().keySet()));
        }
        return command;
    }
}
