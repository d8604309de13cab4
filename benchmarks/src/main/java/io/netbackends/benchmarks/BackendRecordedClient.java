// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.recording.FileRecorder;
import io.netbackends.recording.RecordingBackend;
import io.netbackends.recording.format.RecordingFormat;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A client over a stream of a backend, recorded with the defaults, in the background, or not at all. */
final class BackendRecordedClient implements RecordedClient {
    private static final String NONE = "none";
    private static final String BACKGROUND = "Background";

    private final NetworkStreamInterface stream;
    private final @Nullable FileRecorder recorder;
    private final ByteBuffer message;
    private final ByteBuffer answer;

    private BackendRecordedClient(NetworkStreamInterface stream, @Nullable FileRecorder recorder, byte[] message) {
        this.stream = stream;
        this.recorder = recorder;
        this.message = ByteBuffer.wrap(message);
        this.answer = ByteBuffer.allocate(message.length);
    }

    /**
     * Connects; the kind is {@code none}, a format, a format and {@code Background}, or {@code append} and a number of
     * bytes.
     */
    static RecordedClient connect(String kind, String backend, Path file, InetSocketAddress server, byte[] message)
            throws IOException {
        NetworkBackendInterface net = NetworkBackend.named(backend);
        if (kind.equals(NONE)) {
            return new BackendRecordedClient(net.connect(server), null, message);
        }
        if (kind.startsWith(AppendingClient.KIND)) {
            return AppendingClient.of(kind, connect(NONE, backend, file, server, message), file);
        }
        String format = kind.replace(BACKGROUND, "");
        FileRecorder.Builder builder =
                FileRecorder.builder(file.toString()).format(RecordingFormat.valueOf(format.toUpperCase(Locale.ROOT)));
        if (kind.endsWith(BACKGROUND)) {
            builder.writeInBackground();
        }
        FileRecorder recorder = builder.open();
        return new BackendRecordedClient(new RecordingBackend(net, recorder).connect(server), recorder, message);
    }

    @Override
    public void exchange() throws IOException {
        stream.write(message.rewind());
        answer.clear();
        while (answer.hasRemaining()) {
            if (stream.read(answer) < 0) {
                throw new EOFException();
            }
        }
    }

    @Override
    public long lostEvents() {
        return recorder == null ? 0 : recorder.lostEvents();
    }

    @Override
    public void close() throws IOException {
        stream.close();
        if (recorder != null) {
            recorder.close();
        }
    }
}
