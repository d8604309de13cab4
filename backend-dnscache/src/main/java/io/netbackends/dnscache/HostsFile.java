// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.internal.FileProblem;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A {@link HostsTable} in a file, which is read again when it has changed. While the file is missing or malformed, the
 * previous table is used; each change logs one warning.
 */
final class HostsFile {
    /** The attributes that identify a version of the file; null if there is no file. */
    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}

    private record Version(@Nullable Stamp stamp, HostsTable table) {}

    private final Path path;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Version version;

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if there is no such file, or it is malformed
     */
    HostsFile(Path path) {
        this.path = path;
        String problem = FileProblem.reading(path);
        if (problem != null) {
            throw new IllegalArgumentException("file (" + path + ") " + problem);
        }
        try {
            this.version = read(stamp(path));
        } catch (IOException e) {
            throw new IllegalArgumentException("file (" + path + ") cannot be read: " + FileProblem.of(e), e);
        }
    }

    /** Returns the current table. If the file has not changed, this only reads its attributes. */
    HostsTable table() {
        Stamp now = stampIfAny();
        Version known = version;
        boolean changed = now == null ? known.stamp() != null : !now.equals(known.stamp());
        if (!changed || !reading.tryLock()) { // another caller is already reading it
            return known.table();
        }
        try {
            version = reread(now, known.table());
        } finally {
            reading.unlock();
        }
        return version.table();
    }

    private Version reread(@Nullable Stamp now, HostsTable before) {
        if (now == null) {
            warn("is missing, or is not a regular file", null);
            return new Version(null, before);
        }
        try {
            return read(now);
        } catch (IOException e) {
            warn("cannot be read: " + FileProblem.of(e), e);
        } catch (IllegalArgumentException e) {
            warn("is malformed: " + e.getMessage(), e);
        }
        return new Version(now, before);
    }

    private Version read(@Nullable Stamp stamp) throws IOException {
        try {
            return new Version(stamp, HostsTable.parseLines(Files.readAllLines(path)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("file (" + path + "), " + e.getMessage(), e);
        }
    }

    private void warn(String problem, @Nullable Exception cause) {
        System.getLogger(HostsFile.class.getName())
                .log(Level.WARNING, "file (" + path + ") " + problem + "; its previous content is used", cause);
    }

    private @Nullable Stamp stampIfAny() {
        try {
            return stamp(path);
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns the attributes; rejects pipes and devices, which could block a reader. */
    private static Stamp stamp(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException("not a regular file");
        }
        return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
}
