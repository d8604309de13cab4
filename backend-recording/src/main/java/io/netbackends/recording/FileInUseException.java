// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Thrown if another recorder writes to the file, in this process or in another one. */
final class FileInUseException extends FileSystemException {
    private static final long serialVersionUID = 1;

    FileInUseException(Path file) {
        super(file.toString(), null, "another recorder writes to it; %p in a name is the PID");
    }
}
