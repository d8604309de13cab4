// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A short-lived directory next to a new file, which only its owner can enter. A socket created there gets its permissions
 * before other users can reach it.
 */
final class PrivateDirectory implements Closeable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final int RADIX = 36;
    private static final int NAMES = RADIX * RADIX * RADIX * RADIX * RADIX;

    private final Path directory;
    private final Path socket;
    private final Path other;

    private PrivateDirectory(Path directory) {
        this.directory = directory;
        this.socket = directory.resolve("s");
        this.other = directory.resolve("o");
    }

    /** Creates a directory next to a file; its name is short, since the length of socket paths is limited. */
    static PrivateDirectory beside(Path file) throws IOException {
        while (true) {
            int number = ThreadLocalRandom.current().nextInt(NAMES);
            try {
                return new PrivateDirectory(
                        Files.createDirectory(file.resolveSibling("." + Integer.toString(number, RADIX)), OWNER_ONLY));
            } catch (FileAlreadyExistsException e) {
                // try another name
            }
        }
    }

    /** The socket, once it is bound. */
    Path socket() {
        return socket;
    }

    /** A place for another file. */
    Path other() {
        return other;
    }

    void bind(ServerSocketChannel server) throws IOException {
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (SocketException e) {
            if (!ConnectErrorExplainer.isTooLong(e)) {
                throw e;
            }
            bindByDetour(server);
        }
    }

    /** The path in this directory may be too long to bind even if the final path is not: a symbolic link shortens it. */
    private void bindByDetour(ServerSocketChannel server) throws IOException {
        Path detour = Files.createTempDirectory("nb", OWNER_ONLY);
        Path link = detour.resolve("l");
        try {
            Files.createSymbolicLink(link, directory.toAbsolutePath());
            server.bind(UnixDomainSocketAddress.of(link.resolve(socket.getFileName())));
        } finally {
            Files.deleteIfExists(link);
            Files.deleteIfExists(detour);
        }
    }

    /** Deletes the directory and its content. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(socket);
        Files.deleteIfExists(other);
        Files.deleteIfExists(directory);
    }
}
