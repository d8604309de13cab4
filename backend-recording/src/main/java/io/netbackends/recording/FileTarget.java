// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that lines are appended to, each by one system call. */
final class FileTarget implements LineOutput.Target {
    private final OutputStream out;

    private FileTarget(OutputStream out) {
        this.out = out;
    }

    static FileTarget open(Path path) throws IOException {
        Path file = path.toAbsolutePath(); // the JDK fails oddly to create a file with an empty path
        try {
            Files.createFile(file, ownerOnly(file));
        } catch (FileAlreadyExistsException e) {
            // Then it is appended to.
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(file.toString(), null, "its directory does not exist");
        }
        // A stream, not a FileChannel: that would be closed for all connections as soon as one thread is interrupted.
        return new FileTarget(Files.newOutputStream(file, StandardOpenOption.APPEND));
    }

    @Override
    public void write(String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        out.close();
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
