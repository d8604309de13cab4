// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code man-page}: writes the man page, for the build of the distribution. */
@Command(name = "man-page", hidden = true, description = "Write the man page of this command.")
final class ManPageCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    ManPageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            console.text().print(ManPage.of(spec.root().commandLine()));
            console.text().flush();
        }
        return ExitCodes.OK;
    }
}
