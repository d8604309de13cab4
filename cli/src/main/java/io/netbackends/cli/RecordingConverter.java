// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.recording.format.Event;
import io.netbackends.recording.format.EventEncoder;
import io.netbackends.recording.format.RecordingFormat;
import io.netbackends.replay.RecordingFormatException;
import io.netbackends.replay.RecordingHeader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** Writes a recording to a file in some format; the file is for its owner's eyes only, as recordings are. */
final class RecordingConverter implements RecordingCopier.Sink {
    private static final int BUFFER_SIZE = 256 * 1024;

    private final EventEncoder encoder;
    private final OutputStream out;
    private boolean begun;

    private RecordingConverter(RecordingFormat format, OutputStream out) {
        this.encoder = new EventEncoder(format);
        this.out = out;
    }

    /**
     * Fails after writing what could be read, if that is not all. Where nothing could be read, or something could not be
     * written, no new file is left, and the one that was to be replaced stays.
     */
    static void convert(Path from, Path to, RecordingFormat format, boolean replace, ProgressLine progress)
            throws CommandException, IOException {
        if (Files.exists(from) && Files.exists(to) && Files.isSameFile(from, to)) {
            throw CommandException.usage("file (" + to + ") must not be the one that is read");
        }
        RecordingCopier.checkReadable(from);
        Path written = replace ? beside(to) : to;
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(create(written)), BUFFER_SIZE);
        RecordingConverter converted = new RecordingConverter(format, out);
        boolean sound = false;
        try (out) {
            RecordingCopier.copy(from, converted, progress);
            sound = converted.begun;
        } catch (CommandException | RecordingFormatException e) {
            sound = converted.begun; // as far as the recording makes sense
            throw e;
        } finally {
            finish(written, to, sound);
        }
    }

    private static void finish(Path written, Path to, boolean sound) throws IOException {
        if (sound && written.equals(to)) {
            return;
        }
        try {
            if (sound) {
                Files.move(written, to, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static Path beside(Path file) {
        Path unfinished = file.resolveSibling("netbackends-" + UUID.randomUUID() + ".unfinished");
        unfinished.toFile().deleteOnExit(); // where the command is interrupted
        return unfinished;
    }

    private static FileChannel create(Path file) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return FileChannel.open(file, options, ownerOnly(file));
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void begin(RecordingHeader header) throws IOException {
        begun = true;
        encoder.begin(header.recording(), header.part(), header.time(), header.redaction());
        writeEncoded();
    }

    @Override
    public void event(Event event) throws IOException {
        encoder.encode(event);
        writeEncoded();
    }

    @Override
    public void end() throws IOException {
        encoder.end();
        writeEncoded();
        out.close(); // which may find that what was written does not fit
    }

    private void writeEncoded() throws IOException {
        ByteBuffer bytes = encoder.take();
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
}
