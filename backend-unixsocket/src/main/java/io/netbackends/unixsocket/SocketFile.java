// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket and its file, which is deleted at the end unless another file has replaced it.
 *
 * <p>The socket is bound in a {@link PrivateDirectory}, gets its permissions there, and is then linked to its path. So it
 * listens when it appears, no process can connect before the permissions are set, and only one of two competing listeners
 * gets the path.
 */
final class SocketFile {
    /** The keys of the socket files on which this JVM listens. */
    private static final Set<Object> LISTENED_ON = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final ServerSocketChannel server;
    private final @Nullable Object key;

    private SocketFile(Path path, ServerSocketChannel server, @Nullable Object key) {
        this.path = path;
        this.server = server;
        this.key = key;
    }

    /** Whether this JVM listens on the file that has this key. */
    static boolean isListenedOn(@Nullable Object key) {
        return key != null && LISTENED_ON.contains(key);
    }

    /**
     * Begins to listen.
     *
     * @param permissions ignored by systems that do not have them
     * @param operation the operation and the path; begins messages
     * @throws BindException if the path exists and is not a socket without a listener
     */
    static SocketFile bind(Path path, Set<PosixFilePermission> permissions, String operation) throws IOException {
        if (SocketPath.isTooLong(path)) {
            throw new SocketException(operation + ": " + SocketPath.tooLong(path));
        }
        ServerSocketChannel server = open(operation);
        try {
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                return new SocketFile(path, server, bindInPrivate(server, path, permissions, operation));
            }
            server.bind(UnixDomainSocketAddress.of(path));
            Object key = key(path);
            remember(key);
            return new SocketFile(path, server, key);
        } catch (FileSystemException e) {
            server.close();
            throw failure(operation, e);
        } catch (BindException e) {
            server.close();
            throw e;
        } catch (SocketException e) {
            server.close();
            throw NetworkFailures.during(operation, e);
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    private static ServerSocketChannel open(String operation) throws IOException {
        try {
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (IOException e) { // too many open files
            throw NetworkFailures.during(operation, e);
        }
    }

    /** Returns the key of the file. */
    private static @Nullable Object bindInPrivate(
            ServerSocketChannel server, Path path, Set<PosixFilePermission> permissions, String operation)
            throws IOException {
        Object key = null;
        try (PrivateDirectory directory = PrivateDirectory.beside(path)) {
            directory.bind(server);
            Files.setPosixFilePermissions(directory.socket(), permissions);
            key = key(directory.socket());
            remember(key); // before other code in this JVM finds the file: it would connect to it
            try {
                Files.createLink(path, directory.socket());
            } catch (FileAlreadyExistsException e) {
                StaleSocketRemover.remove(path, directory.other(), operation);
                Files.createLink(path, directory.socket());
            }
            return key;
        } catch (Throwable e) {
            forget(key);
            throw e;
        }
    }

    private static void remember(@Nullable Object key) {
        if (key != null) {
            LISTENED_ON.add(key);
        }
    }

    private static void forget(@Nullable Object key) {
        if (key != null) {
            LISTENED_ON.remove(key);
        }
    }

    private static IOException failure(String operation, FileSystemException e) {
        if (e instanceof FileAlreadyExistsException) {
            BindException inUse =
                    new BindException(operation + ": address already in use: another listener has just begun");
            inUse.initCause(e);
            return inUse;
        }
        String reason;
        if (e instanceof NoSuchFileException) {
            reason = "there is no such directory";
        } else if (e instanceof AccessDeniedException) {
            reason = "permission denied";
        } else {
            reason = Objects.requireNonNullElse(e.getReason(), e.getClass().getSimpleName());
        }
        SocketException failed = new SocketException(operation + ": " + reason);
        failed.initCause(e);
        return failed;
    }

    Path path() {
        return path;
    }

    ServerSocketChannel server() {
        return server;
    }

    /** Deletes the file unless another one has replaced it; called once, before the channel is closed. */
    void delete() throws IOException {
        try {
            if (Objects.equals(key, key(path))) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // another process has deleted it already
        } finally {
            forget(key);
        }
    }

    /** The file key, which no other file can have while the socket is open. */
    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
