// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.internal.AtomicFile;
import io.netbackends.internal.FileProblem;
import io.netbackends.recording.format.RecordingFormat;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convert}: converts a recording to another format. */
@Command(
        name = "convert",
        description =
                "Convert a recording (.ndjson) to another format: .pcapng, .hex, .ndjson or text, by the extension of "
                        + "the other file. A truncated or damaged file is converted as far as it is valid.")
final class ConvertCommand implements Callable<Integer> {
    /** Reopening it would lose the position in the file that the shell has opened. */
    private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

    private final Console console;

    @Parameters(index = "0", paramLabel = "IN", description = "the recording; - is standard input")
    private Path in = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "the file to write, which must not exist unless --force is given; - is standard output")
    private Path out = Path.of("");

    @Option(names = "--force", description = "Replace OUT if it exists; if it is a symbolic link, replace its target.")
    private boolean force;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description =
                    "text, timed-text, hex, ndjson or pcapng, regardless of the extension of OUT; the default for - is text.")
    @Nullable
    private RecordingFormat format;

    ConvertCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        RecordingFormat written = format();
        RecordingSource source = RecordingSource.of(in, console);
        ProgressLine progress = new ProgressLine(console.err(), "convert " + source);
        if (out.equals(RecordingSource.DASH) || out.equals(STANDARD_OUTPUT)) {
            RecordingConverter.convert(source, console.out(), written, progress);
            return ExitCodes.OK;
        }
        if (source.file() != null && Files.exists(out) && Files.isSameFile(source.file(), out)) {
            throw CommandException.usage("file (" + out + ") must not be the input file");
        }
        try {
            RecordingConverter.convert(
                    source, force ? AtomicFile.replace(out) : AtomicFile.create(out), written, progress);
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(ExitCodes.WRITE_ERROR, "file (" + out + ") exists; --force replaces it", e);
        } catch (FileSystemException e) {
            throw new CommandException(
                    ExitCodes.WRITE_ERROR, "file (" + out + ") cannot be written: " + FileProblem.of(e), e);
        }
        return ExitCodes.OK;
    }

    private RecordingFormat format() throws CommandException {
        try {
            return format == null ? RecordingFormat.of(out) : format;
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCodes.USAGE, Failures.message(e) + " (--format)", e);
        }
    }
}
