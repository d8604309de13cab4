// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** One connection to {@code 127.0.0.1:80}, recorded as text. */
final class Transcript {
    final StringBuilder text = new StringBuilder();
    final ConnectionRecorder connection;

    Transcript() {
        this(UnaryOperator.identity());
    }

    Transcript(UnaryOperator<TextRecorder> settings) {
        connection = settings.apply(TextRecorder.to(text))
                .opened(Transcript.opened(ScriptedStream.CLIENT, ScriptedStream.SERVER, false));
        text.setLength(0); // the line "connected to", which is tested once
    }

    static ConnectionInfo opened(SocketAddress local, SocketAddress remote, boolean accepted) {
        return new ConnectionInfo(local, remote, accepted, null, "<A>");
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)).asReadOnlyBuffer();
    }

    Transcript read(String bytes) throws IOException {
        connection.read(bytes(bytes));
        return this;
    }

    Transcript written(String bytes) throws IOException {
        connection.written(bytes(bytes));
        return this;
    }

    List<String> lines() {
        return text.toString().lines().toList();
    }

    /** Returns the text after these arrows, line by line. */
    List<String> lines(String arrow) {
        String prefix = "[1] " + arrow + " ";
        return lines().stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }
}
