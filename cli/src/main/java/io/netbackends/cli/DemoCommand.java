// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.InstalledBackend;
import io.netbackends.NetworkBackend;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: demonstrates the project, using only this machine. */
@Command(
        name = "demo",
        description =
                "Fetch a page over HTTPS through every installed backend, or the one of --backend, from a server of the "
                        + "demo; record it to demo.ndjson and demo.pcapng; and demonstrate deadlines and a survived fault. Needs no "
                        + "network.")
final class DemoCommand implements Callable<Integer> {
    /** Backends that wrap others, and cannot connect by themselves. */
    private static final Set<String> DECORATORS = Set.of("dnscache", "faults", "jfr", "proxy", "recording", "replay");

    private static final List<String> ORDER = List.of("socket", "nio", "unixsocket");

    private final CommonOptions options;
    private final Console console;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where to write demo.ndjson and demo.pcapng; by default, the current directory.")
    private Path target = Path.of("");

    DemoCommand(CommonOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        if (!Files.isDirectory(target)) {
            throw CommandException.usage("--directory (" + target + ") must be an existing directory");
        }
        DemoRecording.checkKept(target);
        List<String> names = names();
        if (names.isEmpty()) {
            throw new CommandException(ExitCodes.FAILED, "demo failed: no suitable backend is installed", null);
        }
        try (Timeout overall = options.startTimeout();
                TemporaryDirectory directory = TemporaryDirectory.create()) {
            DemoCertificate certificate = DemoCertificate.create(directory.path());
            try (DemoPage page = DemoPage.serve(certificate.server());
                    ServerSocket stalling = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
                tell(names, page);
                DemoRun run = new DemoRun(
                        console.text(), directory.path(), certificate, page.port(), stalling.getLocalPort());
                List<String> failures = failures(names, run);
                keep(DemoRecording.in(directory.path()));
                return finish(names, failures);
            }
        }
    }

    private List<String> names() {
        if (options.backend != null) {
            return List.of(options.backend);
        }
        return NetworkBackend.installed().stream()
                .filter(InstalledBackend::isUsable)
                .map(backend -> Objects.requireNonNull(backend.name()))
                .filter(name -> !DECORATORS.contains(name))
                .distinct()
                .sorted(Comparator.comparingInt(DemoCommand::rank).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static int rank(String name) {
        int index = ORDER.indexOf(name);
        return index < 0 ? ORDER.size() : index;
    }

    private void tell(List<String> names, DemoPage page) {
        console.text()
                .println("An HTTPS server runs on https://localhost:" + page.port() + "/, with a new certificate.");
        console.text()
                .println("One client, which uses only the interfaces, now connects to it through: "
                        + String.join(", ", names));
    }

    /** Runs all backends, even after one has failed. */
    private List<String> failures(List<String> names, DemoRun run) {
        List<String> failures = new ArrayList<>();
        for (String name : names) {
            try {
                run.show(name);
            } catch (CommandException | IOException | RuntimeException e) {
                failures.add(name + ": " + Failures.message(e));
                console.text().println("  FAILED: " + Failures.message(e));
                if (options.debug) {
                    e.printStackTrace(console.err());
                }
            }
        }
        return failures;
    }

    private void keep(DemoRecording recording) throws CommandException, IOException {
        if (recording.exists()) {
            recording.keep(target, console);
            console.text().println();
            console.text()
                    .println("The recordings are in " + target.resolve(DemoRecording.NDJSON)
                            + " (try: show, " + "replay) and " + target.resolve(DemoRecording.PCAPNG)
                            + " (open it with Wireshark)");
        }
    }

    private int finish(List<String> names, List<String> failures) throws CommandException {
        if (!failures.isEmpty()) {
            throw new CommandException(ExitCodes.FAILED, "demo failed: " + String.join("; ", failures), null);
        }
        console.text().println();
        console.text().println("demo ok: " + String.join(" ", names));
        return ExitCodes.OK;
    }
}
