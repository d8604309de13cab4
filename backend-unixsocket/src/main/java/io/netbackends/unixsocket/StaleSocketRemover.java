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
 * Removes a socket that no process listens on any more, and nothing else.
 *
 * <p>Looking and taking away are two steps, between which another process may have begun to listen. In this JVM one at a time does
 * both. Another process may come between: what was moved aside is looked at again and put back if it is not what it was.
 * Only if a third process has linked its own socket to the path in between, the second one is left with a socket that no client can
 * reach.
 */
final class StaleSocketRemover {
    private static final ReentrantLock REMOVING = new ReentrantLock();

    /** What a file is, in the mode that {@code stat} returns, and what says that it is a socket. */
    private static final int FILE_TYPE = 0170000;

    private static final int SOCKET = 0140000;

    private final Path path;
    private final String operation;

    private StaleSocketRemover(Path path, String operation) {
        this.path = path;
        this.operation = operation;
    }

    /**
     * Makes room at a path where there is a file.
     *
     * @param aside where the file goes to, in the same file system; the caller, which made that place, deletes it
     * @param operation what is done, and the path; begins messages
     * @throws BindException if it has a listener, or it is no socket; it is untouched then
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
            return; // gone by itself
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
        // connect, as any client does: a live listener sees a connection that ends at once
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
            // and a third one has been faster
        }
    }

    private BindException inUse(String reason) {
        return new BindException(operation + ": address already in use: " + reason);
    }
}
