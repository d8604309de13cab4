// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code netbackends} without a command: help, version, and the options common to all commands. */
@Command(
        name = "netbackends",
        description = "Open network connections through pluggable backends.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpWidth = 100)
final class RootCommand implements Runnable {
    @Mixin
    private CommonOptions options = new CommonOptions();

    @Spec
    private @Nullable CommandSpec spec;

    CommonOptions options() {
        return options;
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a command is missing: backends, get, connect, lookup, show, convert, replay, run, attach, demo, completion or help");
        }
    }
}
