// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.recording.format.RecordingFormat;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convert}: a recording in another format. */
@Command(
        name = "convert",
        description =
                "Write a recording (.ndjson) in another format, .pcapng, .hex, .ndjson or text, as the ending of the "
                        + "other file tells. A file that is cut off or damaged is converted as far as it makes sense.")
final class ConvertCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "IN", description = "the recording")
    private Path in = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "the file to write; must not exist, but for --force")
    private Path out = Path.of("");

    @Option(names = "--force", description = "Replace OUT if it exists.")
    private boolean force;

    ConvertCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        try {
            RecordingConverter.convert(
                    in, out, RecordingFormat.of(out), force, new ProgressLine(console.err(), "convert " + in));
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(ExitCodes.WRITE_ERROR, "file (" + out + ") exists; --force replaces it", e);
        } catch (FileSystemException e) {
            throw new CommandException(ExitCodes.WRITE_ERROR, "file (" + out + ") cannot be written: " + e, e);
        }
        return ExitCodes.OK;
    }
}
