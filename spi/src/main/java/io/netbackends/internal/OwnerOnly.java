// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Permissions of new files that may hold confidential data. */
public final class OwnerOnly {
    private OwnerOnly() {}

    /**
     * Returns the attributes with which to create a file that only its owner may read and write.
     *
     * @param file tells the file system; if that has no POSIX permissions, the result is empty
     * @return attributes, to be passed to the call that creates the file, so that it is never readable by others
     */
    public static FileAttribute<?>[] attributes(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
