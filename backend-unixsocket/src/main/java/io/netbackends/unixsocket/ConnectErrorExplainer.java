// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.internal.ErrnoText;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Explains why a connect failed by examining the file: the system's error is often misleading. */
final class ConnectErrorExplainer {
    private ConnectErrorExplainer() {}

    /**
     * Returns a failure that names the path: a {@link ConnectException} if there is no listener for any reason, otherwise a
     * {@link SocketException}.
     *
     * @param operation the operation and the path; begins the message
     */
    static IOException explained(String operation, Path path, IOException failure) {
        if (isTooLong(failure)) {
            return NetworkFailures.during(operation, because(SocketPath.tooLong(path), failure));
        }
        if (failure instanceof BindException) { // the JDK's text for EACCES
            return NetworkFailures.during(operation, because("permission denied", failure));
        }
        return NetworkFailures.during(operation, lookedAt(path, failure));
    }

    /** The message is the JDK's own, in English. */
    static boolean isTooLong(IOException failure) {
        String message = failure.getMessage();
        return message != null && message.contains("too long");
    }

    private static IOException lookedAt(Path path, IOException failure) {
        BasicFileAttributes file;
        try {
            file = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return refused(
                    Files.isSymbolicLink(path) ? "the symbolic link leads to no file" : "there is no such file",
                    failure);
        } catch (AccessDeniedException e) {
            return because("permission denied", failure);
        } catch (IOException e) {
            return failure;
        }
        if (file.isRegularFile()) {
            return refused("it is a regular file, not a socket", failure);
        }
        if (file.isDirectory()) {
            return refused("it is a directory, not a socket", failure);
        }
        if (failure instanceof ConnectException) {
            return refused("connection refused, nothing listens on it", failure);
        }
        if (failure.getClass() != SocketException.class) {
            return failure;
        }
        return ErrnoText.NO_SUCH_FILE.isIn(failure) // a listener may have started between the connect and the check
                ? refused("the file did not exist when the call was made, but exists now", failure)
                : because(failure.getMessage() + ", it may be a socket for datagrams", failure);
    }

    private static IOException refused(String reason, IOException failure) {
        ConnectException refused = new ConnectException(reason);
        refused.initCause(failure);
        return refused;
    }

    private static IOException because(String reason, IOException failure) {
        SocketException named = new SocketException(reason);
        named.initCause(failure);
        return named;
    }
}
