// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: writes a script that lets the shell complete commands and options. */
@Command(
        name = "completion",
        description = "Write a script for bash or zsh, which completes commands and options: "
                + "source <(netbackends completion)")
final class CompletionCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            CommandSpec root = spec.root();
            console.text().print(AutoComplete.bash(root.name(), root.commandLine()));
            console.text().flush();
        }
        return ExitCodes.OK;
    }
}
