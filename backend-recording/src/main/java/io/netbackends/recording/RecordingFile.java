// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.internal.OwnerOnly;
import io.netbackends.recording.format.RecordingFormat;
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
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** A file to which one recorder of one JVM at a time appends. Used by one thread at a time. */
final class RecordingFile implements Closeable {
    /**
     * The keys of the files that this JVM has open. On Linux and macOS, closing any channel of a file releases all of the
     * process's locks on it, so a second recorder must be rejected before it opens the file.
     */
    private static final Set<Object> OPEN = new HashSet<>();

    private static final int TYPE_MASK = 0170000;
    private static final int PIPE = 0010000;

    private static final ReentrantLock OPENING = new ReentrantLock();

    private final Object key;
    private final FileChannel channel;
    private long size;

    private RecordingFile(Object key, FileChannel channel, long size) {
        this.key = key;
        this.channel = channel;
        this.size = size;
    }

    /**
     * Opens a file. Creates it, accessible to its owner only, if it does not exist.
     *
     * @param format the format, also required of any existing content
     * @param refuse whether to reject an existing file
     * @throws java.nio.file.FileAlreadyExistsException if the file exists and must not
     * @throws FileInUseException if another recorder writes to it
     * @throws FileSystemException if it cannot be opened for writing, or its content has another format
     */
    static RecordingFile open(Path path, RecordingFormat format, boolean refuse) throws IOException {
        Path file = path.toAbsolutePath(); // with an empty path, the JDK fails with a misleading exception
        if (isDevice(file)) {
            return openUnused(file, format, refuse); // a pipe blocks until it has a reader
        }
        OPENING.lock();
        try {
            if (!refuse && Files.exists(file) && OPEN.contains(key(file))) {
                throw new FileInUseException(file);
            }
            RecordingFile opened = openUnused(file, format, refuse);
            OPEN.add(opened.key);
            return opened;
        } finally {
            OPENING.unlock();
        }
    }

    private static RecordingFile openUnused(Path file, RecordingFormat format, boolean refuse) throws IOException {
        Set<OpenOption> options = Set.of(
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND,
                refuse ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
        AppendPoint existing = refuse ? AppendPoint.NOTHING : AppendPoint.of(file, format);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, options, OwnerOnly.attributes(file));
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(file.toString(), null, "its directory does not exist");
        }
        try {
            lock(channel, file);
            return new RecordingFile(key(file), channel, existing.repair(channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    long size() {
        return size;
    }

    /** Writes all bytes or none: after a partial event, later ones could not be parsed. */
    void write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        boolean written = false;
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            written = true;
        } finally {
            if (!written && channel.size() > size) { // never so for a pipe or a device
                channel.truncate(size);
            }
        }
        size += length;
    }

    @Override
    public void close() throws IOException {
        OPENING.lock();
        try {
            OPEN.remove(key);
            channel.close();
        } finally {
            OPENING.unlock();
        }
    }

    /** Identifies a file independently of the path used to open it. */
    private static Object key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key != null ? key : file.toRealPath();
    }

    /** Whether this is a named pipe; opening one blocks until it has a reader. */
    static boolean isPipe(Path path) throws IOException {
        return isDevice(path)
                && path.getFileSystem().supportedFileAttributeViews().contains("unix")
                && ((int) Files.getAttribute(path, "unix:mode") & TYPE_MASK) == PIPE;
    }

    private static boolean isDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file);
    }

    /** Locks a file, but not a device: a lock on {@code /dev/null} would exclude all other recorders on the host. */
    private static void lock(FileChannel channel, Path file) throws IOException {
        if (isDevice(file)) {
            return;
        }
        boolean locked;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        } catch (IOException e) {
            locked = true; // the file system does not support locks
        }
        if (!locked) {
            throw new FileInUseException(file);
        }
    }
}
