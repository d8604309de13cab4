// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a connect failed because the listener has no room for the moment (EAGAIN). The JDK has no type for that, and
 * the text is the C library's, in the language of the user: so one that is not English is compared with what such a failure
 * says here, which is found out by causing one.
 */
final class BacklogFullDetector {
    private static final String ENGLISH = "temporarily unavailable";

    /** More than this no system lets in with a backlog of one. */
    private static final int MOST = 64;

    /** Not known yet if null. */
    static volatile @Nullable String text;

    private BacklogFullDetector() {}

    /** Whether that is why a connect to the path failed. */
    static boolean isCauseOf(Path path, IOException failure) {
        String message = failure.getMessage();
        if (failure.getClass() != SocketException.class || message == null) {
            return false; // refused, or not allowed
        }
        return message.contains(ENGLISH) || (Files.exists(path) && message.equals(text()));
    }

    private static @Nullable String text() {
        String known = text;
        if (known == null) {
            try {
                known = probe();
                text = known;
            } catch (IOException | UnsupportedOperationException e) {
                // no directory to be had, or no descriptor: another time, maybe
            }
        }
        return known;
    }

    /** Returns what such a failure says; empty if the system has none. */
    static String probe() throws IOException {
        Path directory = Files.createTempDirectory("nb");
        Path path = directory.resolve("s");
        List<SocketChannel> channels = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
            server.bind(address, 1);
            for (int i = 0; i < MOST; i++) {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                channels.add(channel);
                channel.configureBlocking(false);
                try {
                    channel.connect(address);
                } catch (SocketException e) {
                    return Objects.requireNonNullElse(e.getMessage(), "");
                }
            }
            return "";
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
            Files.deleteIfExists(path);
            Files.deleteIfExists(directory);
        }
    }
}
