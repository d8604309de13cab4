// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes system errors for which the JDK has no exception type, by their messages.
 *
 * <p>A message is the C library's text for the error number, in the user's language. A message in another language is
 * compared with the message of the same error on this system, which this class causes once, when it is first needed. While
 * that fails, for lack of descriptors for instance, only English messages are recognized.
 */
public final class ErrnoText {
    /** EPIPE: a write to a peer that closed before. */
    public static final ErrnoText BROKEN_PIPE = new ErrnoText("Broken pipe", ErrnoText::causeBrokenPipe);

    /** EAGAIN: a connect to a UNIX-domain listener whose backlog is full. */
    public static final ErrnoText BACKLOG_FULL = new ErrnoText("temporarily unavailable", ErrnoText::causeFullBacklog);

    /** ENOENT: a connect to a path without a file. */
    public static final ErrnoText NO_SUCH_FILE = new ErrnoText("No such file", ErrnoText::causeMissingFile);

    /** No system accepts this number of connections with a backlog of one. */
    private static final int MAX_BACKLOG = 64;

    private final String english;
    private final Probe probe;

    /** Null while the message is not known; empty if the system does not report the error. */
    volatile @Nullable String text;

    /** Causes the error. */
    private interface Probe {
        /** Returns the error's message; empty if the system does not report the error. */
        String cause() throws IOException;
    }

    private ErrnoText(String english, Probe probe) {
        this.english = english;
        this.probe = probe;
    }

    /** Returns a fresh object for the same error, whose message is not known yet: for tests. */
    ErrnoText unprobed() {
        return new ErrnoText(english, probe);
    }

    /**
     * Tells whether a failure is this error.
     *
     * @param failure as the platform reported it, or with more text before the platform's message
     * @return false if the failure has another cause or no message
     */
    public boolean isIn(IOException failure) {
        String message = failure.getMessage();
        return message != null && (message.contains(english) || endsWithText(message));
    }

    private boolean endsWithText(String message) {
        String known = text();
        return known != null && !known.isEmpty() && message.endsWith(known);
    }

    private @Nullable String text() {
        String known = text;
        if (known == null) {
            try {
                known = probe();
                text = known;
            } catch (IOException | RuntimeException | LinkageError e) {
                // no descriptor or directory available: the next failure tries again
            }
        }
        return known;
    }

    String probe() throws IOException {
        return probe.cause();
    }

    private static String causeBrokenPipe() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SinkChannel sink = pipe.sink()) {
            pipe.source().close();
            sink.configureBlocking(false); // the thread may be interrupted
            try {
                sink.write(ByteBuffer.allocate(1));
            } catch (IOException e) {
                return messageOf(e);
            }
            return "";
        }
    }

    private static String causeFullBacklog() throws IOException {
        Path directory = Files.createTempDirectory("nb");
        Path path = directory.resolve("s");
        List<SocketChannel> channels = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
            server.bind(address, 1);
            for (int i = 0; i < MAX_BACKLOG; i++) {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                channels.add(channel);
                channel.configureBlocking(false); // the thread may be interrupted
                try {
                    channel.connect(address);
                } catch (SocketException e) {
                    return messageOf(e);
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

    private static String causeMissingFile() throws IOException {
        Path missing = Path.of(UUID.randomUUID().toString());
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false); // the thread may be interrupted
            try {
                channel.connect(UnixDomainSocketAddress.of(missing));
            } catch (SocketException e) {
                return messageOf(e);
            }
            return "";
        }
    }

    private static String messageOf(IOException failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "");
    }
}
