// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.recording.format.Event;
import io.netbackends.recording.format.RecordingFormat;
import io.netbackends.replay.RecordingHeader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code show}: shows a recording as text. */
@Command(
        name = "show",
        description =
                "Show a recording (.ndjson) as text: >>> marks sent and <<< received bytes, --- other events. A truncated "
                        + "or damaged file is shown as far as it is valid.")
final class ShowCommand implements Callable<Integer> {
    private static final int BUFFER_SIZE = 64 * 1024;

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "the recording; - is standard input")
    private Path file = Path.of("");

    @Option(names = "--hex", description = "Show bytes in hexadecimal, sixteen a line.")
    private boolean hex;

    @Option(
            names = "--time",
            description =
                    "Show the start and duration of each call and, at the end of each connection, the times of lookup, connect, "
                            + "TLS handshake and first byte. Not with --hex.")
    private boolean time;

    @Option(
            names = "--connection",
            paramLabel = "N",
            description = "Show only the connection of this number; may be given more than once.")
    private Set<Long> connections = new LinkedHashSet<>();

    @Option(names = "--color", paramLabel = "WHEN", description = "auto (the default: on a terminal), always or never.")
    private ColorWhen color = ColorWhen.auto;

    /** In lower case, as on the command line. */
    enum ColorWhen {
        auto,
        always,
        never
    }

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        if (time && hex) {
            throw CommandException.usage("--time and --hex must not be given together");
        }
        boolean terminal = Ansi.AUTO.enabled();
        boolean colored = color == ColorWhen.always || (color == ColorWhen.auto && terminal);
        OutputStream buffered = new BufferedOutputStream(console.out(), BUFFER_SIZE);
        RecordingSource source = RecordingSource.of(file, console);
        ProgressLine progress = new ProgressLine(console.err(), "show " + source);
        Shown shown = new Shown(colored ? new ColoredLines(buffered) : buffered);
        RecordingCopier.copy(source, shown, progress);
        if (!shown.missing.isEmpty()) {
            throw CommandException.usage(
                    "--connection " + shown.missing.iterator().next() + ": " + source
                            + " has no connection of this number; the highest number is " + shown.highest);
        }
        return ExitCodes.OK;
    }

    private final class Shown implements RecordingCopier.Sink {
        private final RecordingWriter writer;
        private final Set<Long> missing = new LinkedHashSet<>(connections);
        private long highest;

        Shown(OutputStream out) {
            writer = new RecordingWriter(
                    hex ? RecordingFormat.HEX : time ? RecordingFormat.TIMED_TEXT : RecordingFormat.TEXT, out);
        }

        @Override
        public void begin(RecordingHeader header) throws IOException {
            writer.begin(header);
        }

        @Override
        public void event(Event event) throws IOException {
            missing.remove(event.connection());
            highest = Math.max(highest, event.connection());
            if (connections.isEmpty() || event.connection() == 0 || connections.contains(event.connection())) {
                writer.event(event);
            }
        }

        @Override
        public void end() throws IOException {
            writer.end();
        }
    }
}
