// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;

/**
 * Writes a file that appears, or replaces another one, as a whole or not at all: it is written under another name in the
 * same directory, and renamed once it is complete. A symbolic link is followed, and its target is replaced. A pipe or a
 * device is never replaced, but written to directly.
 *
 * <p>Not safe for use by several threads.
 */
public final class AtomicFile implements Closeable {
    private static final int MAX_LINKS = 40; // as Linux
    private static final int TYPE_MASK = 0170000;
    private static final int BLOCK_DEVICE = 0060000;

    private final Path given;
    private final Path file;
    private final Path written;
    private final boolean replaces;
    private boolean done;

    private AtomicFile(Path given, Path file, Path written, boolean replaces) {
        this.given = given;
        this.file = file;
        this.written = written;
        this.replaces = replaces;
    }

    /**
     * Prepares a file that must not exist yet, or a write to a pipe or a character device. Creates nothing.
     *
     * @param file the path of the new file
     * @return the prepared file
     * @throws FileAlreadyExistsException if the path exists and is anything else, such as a dangling symbolic link
     * @throws FileSystemException if its directory does not exist or may not be written to
     */
    public static AtomicFile create(Path file) throws IOException {
        if (isStream(file)) {
            return new AtomicFile(file, file, file, false);
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        return beside(file, file.toAbsolutePath(), false);
    }

    /**
     * Prepares a file that replaces an existing one, if any, or a write to a pipe or a device. Changes nothing yet.
     *
     * @param file the path of the file; symbolic links are followed
     * @return the prepared file
     * @throws FileSystemException if {@code file} is a directory, or its directory does not exist or may not be written to
     */
    public static AtomicFile replace(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory");
        }
        boolean isOther = Files.exists(file) && !Files.isRegularFile(file);
        Path target = isOther ? file : followed(file.toAbsolutePath());
        return isOther || isDescriptor(target) ? new AtomicFile(file, file, file, true) : beside(file, target, true);
    }

    /**
     * Returns where to write until {@link #commit}.
     *
     * @return a file that does not exist yet, in the same directory; or the pipe or device itself
     */
    public Path path() {
        return written;
    }

    /**
     * Opens {@link #path} for writing; a file that this creates is readable by its owner only.
     *
     * @return an unbuffered stream, to be closed before {@link #commit}
     * @throws IOException if it cannot be opened
     */
    public OutputStream newOutputStream() throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        if (writesInPlace()) {
            // A regular file here is one that the process has open, perhaps for appending.
            options = Set.of(Files.isRegularFile(written) ? StandardOpenOption.APPEND : StandardOpenOption.WRITE);
        }
        return Channels.newOutputStream(FileChannel.open(written, options, OwnerOnly.attributes(written)));
    }

    /**
     * Moves the written file to its place. Does nothing for a pipe or a device.
     *
     * @throws FileAlreadyExistsException if a new file was required, and another one was created meanwhile
     * @throws IOException if it cannot be renamed; then {@link #close} deletes it
     */
    public void commit() throws IOException {
        if (!writesInPlace()) {
            if (replaces) {
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.move(written, file);
            }
        }
        done = true;
    }

    /** Deletes the written file unless it was committed. Does nothing for a pipe or a device. */
    @Override
    public void close() throws IOException {
        if (!done && !writesInPlace()) {
            Files.deleteIfExists(written);
        }
    }

    /** Returns the file as it was given. */
    @Override
    public String toString() {
        return given.toString();
    }

    private boolean writesInPlace() {
        return written.equals(file);
    }

    private static AtomicFile beside(Path given, Path file, boolean replaces) throws IOException {
        Path directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new NoSuchFileException(file.toString(), null, "its directory does not exist");
        }
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(file.toString(), null, "permission denied in its directory");
        }
        Path written = directory.resolve("netbackends-" + UUID.randomUUID() + ".unfinished");
        written.toFile().deleteOnExit(); // if the process is interrupted
        return new AtomicFile(given, file, written, replaces);
    }

    /** Returns the target of symbolic links, which need not exist; a link to a descriptor of a process is not followed. */
    private static Path followed(Path file) throws IOException {
        Path path = file;
        for (int i = 0; i < MAX_LINKS; i++) {
            if (!Files.isSymbolicLink(path) || isDescriptor(path)) {
                return path;
            }
            path = path.resolveSibling(Files.readSymbolicLink(path));
        }
        throw new FileSystemLoopException(file.toString());
    }

    /**
     * Whether this path means an open file of a process, as {@code /dev/stdout} and {@code /dev/fd/3} do: the process would
     * continue to use the old file if another one replaced it.
     */
    private static boolean isDescriptor(Path link) throws IOException {
        Path directory = link.getParent();
        return directory != null
                && Files.isDirectory(directory)
                && directory.toRealPath().startsWith("/proc");
    }

    /** Whether the file has no content that could be overwritten. */
    private static boolean isStream(Path file) throws IOException {
        if (!Files.exists(file) || Files.isRegularFile(file) || Files.isDirectory(file)) {
            return false;
        }
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                && ((int) Files.getAttribute(file, "unix:mode") & TYPE_MASK) != BLOCK_DEVICE;
    }
}
