// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** One connection as text. At any time, at most one of the directions holds a part of a line. */
final class TextConnection implements ConnectionRecorder {
    private final LineOutput output;
    private final String id;
    private final ReentrantLock lock = new ReentrantLock(); // of the directions
    private final Direction read;
    private final Direction written;

    TextConnection(LineOutput output, Set<String> redacted, Recorder.Connection connection) {
        this.output = output;
        this.id = "[" + output.nextConnection() + "] ";
        this.read = new Direction("<<< ", redacted);
        this.written = new Direction(">>> ", redacted);
        event(
                connection.accepted()
                        ? "accepted" + address(" from ", connection.remote())
                        : "connected" + address(" to ", connection.remote()));
    }

    @Override
    public void reading() {
        // Not what was read: a line often comes in pieces, and a caller may read it byte by byte.
        lock.lock();
        try {
            written.lines.flush();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void read(ByteBuffer bytes) {
        move(bytes, read, written);
    }

    @Override
    public void written(ByteBuffer bytes) {
        move(bytes, written, read);
    }

    @Override
    public void tls(SSLSession session) {
        event(session.getProtocol() + " " + session.getCipherSuite());
    }

    @Override
    public void endOfStream() {
        event("end of stream");
    }

    @Override
    public void outputShutDown() {
        event("output shut down");
    }

    @Override
    public void failed(String operation, IOException failure) {
        String message = failure.getMessage();
        event(operation + " failed: " + failure.getClass().getSimpleName() + (message == null ? "" : ": " + message));
    }

    @Override
    public void closed() {
        event("closed");
    }

    private void move(ByteBuffer bytes, Direction direction, Direction opposite) {
        lock.lock();
        try {
            opposite.lines.flush();
            while (bytes.hasRemaining()) {
                direction.redaction.put(bytes.get());
            }
        } finally {
            lock.unlock();
        }
    }

    private void event(String text) {
        lock.lock();
        try {
            written.lines.flush();
            read.lines.flush();
            output.println(id + "--- " + PrintableLines.printable(text));
        } finally {
            lock.unlock();
        }
    }

    /** In digits, since the transport may have been given a name; empty for an unnamed UNIX-domain socket. */
    private static String address(String preposition, @Nullable SocketAddress address) {
        String text = address instanceof InetSocketAddress inet && !inet.isUnresolved()
                ? HostAndPort.of(inet.getAddress(), inet.getPort()).toString()
                : address == null ? "" : address.toString();
        return text.isEmpty() ? "" : preposition + text;
    }

    private final class Direction {
        final PrintableLines lines;
        final HeaderRedaction redaction;

        Direction(String arrow, Set<String> redacted) {
            lines = new PrintableLines(line -> output.println(id + arrow + line));
            redaction = new HeaderRedaction(redacted, lines::put);
        }
    }
}
