// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that is appended to, by one recorder of one JVM at a time. Used by one thread at a time. */
final class RecordingFile implements Closeable {
    private final FileChannel channel;
    private long size;

    private RecordingFile(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /**
     * Opens a file, and creates it if need be, for its owner alone.
     *
     * @param format how it is written: what is there must be so, too
     * @param refuse whether it must not exist
     * @throws java.nio.file.FileAlreadyExistsException if it does
     * @throws FileSystemException if it cannot be opened for writing, or something else records to it
     */
    static RecordingFile open(Path path, RecordingFormat format, boolean refuse) throws IOException {
        Path file = path.toAbsolutePath(); // the JDK fails oddly to create a file with an empty path
        Set<OpenOption> options = Set.of(
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND,
                refuse ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
        ExistingFile existing = refuse ? ExistingFile.NOTHING : ExistingFile.of(file, format);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, options, ownerOnly(file));
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(file.toString(), null, "its directory does not exist");
        }
        try {
            lock(channel, file);
            return new RecordingFile(channel, existing.mend(channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    long size() {
        return size;
    }

    /** Writes all of it, or nothing: a part of it would spoil what follows. */
    void write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            if (channel.size() > size) { // never so for a pipe or a device
                channel.truncate(size);
            }
            throw e;
        }
        size += length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Devices are everybody's: the lock of one program on {@code /dev/null} would keep all others from it. */
    private static void lock(FileChannel channel, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        boolean locked;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        } catch (IOException e) {
            locked = true; // a file system without locks
        }
        if (!locked) {
            throw new FileSystemException(
                    file.toString(), null, "something else records to it; %p in a name is the number of the process");
        }
    }

    /** What was recorded may be confidential, and the default permissions let others read it. */
    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
