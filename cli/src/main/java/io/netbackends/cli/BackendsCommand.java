// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.InstalledBackend;
import io.netbackends.NetworkBackend;
import io.netbackends.async.AsyncNetworkBackend;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code backends}: lists the installed backends, the default one with the reason, and those that could not be loaded. */
@Command(
        name = "backends",
        description =
                "Show the installed backends and their locations, which one is selected and why, and those that could "
                        + "not be loaded.")
final class BackendsCommand implements Callable<Integer> {
    private final CommonOptions options;
    private final Console console;

    BackendsCommand(CommonOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException {
        PrintWriter out = console.text();
        List<InstalledBackend> installed = NetworkBackend.installed();
        out.println(installed.isEmpty() ? "no backend is installed" : "installed:");
        for (InstalledBackend backend : installed) {
            if (backend.isUsable()) {
                String description = oneLine(backend.description());
                out.println("  " + backend.name() + (description.isEmpty() ? "" : " - " + description));
                out.println("      class  " + backend.providerClass());
                out.println("      from   " + place(backend.location()));
                out.println("      async  " + backend.async());
            }
        }
        BackendChoice choice = BackendChoice.of(options);
        out.println("used by default: " + blocking(choice));
        out.println("used by default, asynchronously: " + async(choice));
        for (InstalledBackend backend : installed) {
            Throwable problem = backend.problem();
            if (problem != null) {
                out.println("could not be loaded: " + backend.providerClass());
                out.println("      from   " + place(backend.location()));
                out.println("      reason " + oneLine(problem.toString()));
            }
        }
        return ExitCodes.OK;
    }

    private static String blocking(BackendChoice choice) {
        try {
            String name = choice.open().name();
            return name + reason(choice, name, "socket");
        } catch (CommandException e) {
            return "none: " + oneLine(Failures.message(e));
        }
    }

    private static String async(BackendChoice choice) {
        try {
            AsyncNetworkBackend backend = choice.openAsync();
            String preferred = backend.name().equals("socket") ? "socket" : "nio";
            return backend.name() + ", " + backend.execution() + reason(choice, backend.name(), preferred);
        } catch (CommandException e) {
            return "none: " + oneLine(Failures.message(e));
        }
    }

    private static String reason(BackendChoice choice, String name, String preferred) {
        if (choice.origin() != null) {
            return " (selected " + choice.origin() + ")";
        }
        return name.equals(preferred)
                ? " (nothing is selected, so the one named " + preferred + " is used)"
                : " (nothing is selected, none is named " + preferred + ", and this is the only one)";
    }

    /** Returns the path of a file URL, which is easier to use. */
    private static String place(@Nullable String location) {
        if (location == null) {
            return "an unknown place";
        }
        try {
            return Path.of(URI.create(location)).toString();
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return location;
        }
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
