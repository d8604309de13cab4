// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Describes why a file cannot be used: the whole message of the JDK's exceptions is often just the file's name. */
public final class FileProblem {
    private FileProblem() {}

    /**
     * Returns the reason why this process cannot read a file. Does not wait for the writer of a pipe.
     *
     * @param file the file to read
     * @return null if the process can read it
     */
    public static @Nullable String reading(Path file) {
        try {
            if (Files.readAttributes(file, BasicFileAttributes.class).isDirectory()) {
                return "is a directory";
            }
            return Files.isReadable(file) ? null : "cannot be read: permission denied";
        } catch (NoSuchFileException e) {
            return "does not exist";
        } catch (IOException e) {
            return "cannot be read: " + of(e);
        }
    }

    /**
     * Returns the reason that an exception gives, without the file's name.
     *
     * @param failure of a call that has to do with one file
     * @return words that can follow the file's name and a colon
     */
    public static String of(IOException failure) {
        if (!(failure instanceof FileSystemException e)) {
            String message = failure.getMessage();
            return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
        }
        if (e.getReason() != null) {
            return lowerCase(e.getReason());
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "file exists";
        }
        if (e instanceof NotDirectoryException) {
            return "not a directory";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "directory not empty";
        }
        return e instanceof FileSystemLoopException
                ? "too many levels of symbolic links"
                : e.getClass().getSimpleName();
    }

    /** The C library's messages begin with a capital letter, those of this project do not. */
    private static String lowerCase(String reason) {
        return Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }
}
