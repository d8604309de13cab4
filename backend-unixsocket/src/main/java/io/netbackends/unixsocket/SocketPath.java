// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import java.net.UnixDomainSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** Checks the names and lengths of socket paths. */
final class SocketPath {
    private static final String ABSTRACT = "@";

    /** The maximum length in bytes that the JDK accepts, a little less than the kernel's; 0 if unknown for this system. */
    private static final int LIMIT = limit();

    private SocketPath() {}

    /**
     * Reads a path from a setting.
     *
     * @throws IllegalArgumentException if it is empty, an abstract name, or no path of this system
     */
    static Path parse(String text) {
        if (text.startsWith("\0")) {
            throw new IllegalArgumentException("path (@" + text.substring(1).replace('\0', '?')
                    + ") begins with a NUL character: abstract names cannot be reached from the JDK");
        }
        try {
            return checked(Path.of(text));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "path (" + text.replace('\0', '?') + ") must be a path of this system: " + e.getReason(), e);
        }
    }

    /**
     * Returns the path of an address.
     *
     * @throws IllegalArgumentException if it has none, or an abstract name
     */
    static Path of(UnixDomainSocketAddress address) {
        return checked(Objects.requireNonNull(address, "address").getPath());
    }

    /**
     * Returns the path.
     *
     * @throws IllegalArgumentException if it is empty, an abstract name, or not of the default file system
     */
    static Path checked(Path path) {
        String text = Objects.requireNonNull(path, "path").toString();
        if (path.getFileSystem() != FileSystems.getDefault()) {
            throw new IllegalArgumentException("path (" + path.toUri() + ") must be of the default file system");
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("path () must not be empty");
        }
        if (text.startsWith(ABSTRACT)) {
            throw new IllegalArgumentException(
                    "path (" + text + ") begins with @, as abstract names are written, which "
                            + "cannot be reached from the JDK; a file of that name is ./" + text);
        }
        return path;
    }

    /** Whether the path is known to be too long for the JDK. */
    static boolean isTooLong(Path path) {
        return LIMIT > 0 && length(path) > LIMIT;
    }

    /** Returns a message with the length of the path and the maximum length. */
    static String tooLong(Path path) {
        return "the path has " + length(path) + " bytes; " + (LIMIT > 0 ? "at most " + LIMIT : "fewer")
                + " are possible";
    }

    private static int length(Path path) {
        return path.toString().getBytes(encoding()).length;
    }

    private static int limit() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("linux")) {
            return 106;
        }
        return system.startsWith("mac") ? 102 : 0;
    }

    private static Charset encoding() {
        String name = System.getProperty("sun.jnu.encoding");
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
