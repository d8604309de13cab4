// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Removes a socket file that no process listens on any more, and no other file.
 *
 * <p>The check and the removal are two steps, between which another process may begin to listen. In this JVM, one thread at
 * a time does both. For other processes, the file is moved aside, checked again, and moved back if it has changed. If a
 * third process links its own socket to the path in that window, the second process keeps a socket that no client can reach.
 */
final class StaleSocketRemover {
    private static final ReentrantLock REMOVING = new ReentrantLock();

    /** The file-type bits of the mode that {@code stat} returns, and their value for a socket. */
    private static final int FILE_TYPE = 0170000;

    private static final int SOCKET = 0140000;

    private final Path path;
    private final String operation;

    private StaleSocketRemover(Path path, String operation) {
        this.path = path;
        this.operation = operation;
    }

    /**
     * Removes the file at a path.
     *
     * @param aside the path to move the file to, in the same file system; the caller deletes it
     * @param operation the operation and the path; begins messages
     * @throws BindException if the file has a listener or is not a socket; it is unchanged then
     */
    static void remove(Path path, Path aside, String operation) throws IOException {
        REMOVING.lock();
        try {
            new StaleSocketRemover(path, operation).remove(aside);
        } finally {
            REMOVING.unlock();
        }
    }

    private void remove(Path aside) throws IOException {
        BasicFileAttributes before;
        try {
            before = attributes(path);
            checkStale(before);
            Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return; // already deleted
        }
        BasicFileAttributes moved = attributes(aside);
        if (!Objects.equals(before.fileKey(), moved.fileKey())
                || !before.lastModifiedTime().equals(moved.lastModifiedTime())) {
            putBack(aside);
            throw inUse("another listener has just begun");
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private void checkStale(BasicFileAttributes file) throws IOException {
        if (!isSocket(file)) {
            throw inUse("there is a file that is not a socket; it was left as it is");
        }
        if (SocketFile.isListenedOn(file.fileKey())) {
            throw inUse("this program listens there");
        }
        // connects as any client does: a live listener accepts a connection that ends immediately
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            return;
        } catch (ClosedByInterruptException e) {
            throw NetworkFailures.interrupted(operation);
        } catch (IOException e) {
            BindException inUse = inUse("there is a socket, which may be in use: "
                    + NetworkFailures.during("connect", e).getMessage());
            inUse.initCause(e);
            throw inUse;
        }
        throw inUse("it has a listener");
    }

    private boolean isSocket(BasicFileAttributes file) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return file.isOther();
        }
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & FILE_TYPE) == SOCKET;
    }

    private void putBack(Path aside) throws IOException {
        try {
            Files.createLink(path, aside);
        } catch (FileAlreadyExistsException e) {
            // and a third process was faster
        }
    }

    private BindException inUse(String reason) {
        return new BindException(operation + ": address already in use: " + reason);
    }
}
