// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.Threads;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A stream of the nio backend that is connected to a plain socket. */
abstract class ConnectedTestBase {
    static final Duration SHORT = Duration.ofMillis(200);
    static final Duration LONG = Duration.ofSeconds(60);

    /** Allocated in advance: the allocation may take longer than a short deadline. */
    static final byte[] MORE_THAN_FITS = new byte[64 << 20];

    PlainServer peer;
    NetworkStreamInterface stream;
    Socket far;
    private ClosingWatchdog watchdog;

    @BeforeEach
    void connect() throws Exception {
        peer = PlainServer.listening().toleratingIoFailures();
        stream = new NioBackend().connect("127.0.0.1", peer.port());
        far = peer.accept();
        watchdog = ClosingWatchdog.after(LONG, stream, far);
    }

    @AfterEach
    void close() throws Exception {
        stream.close();
        watchdog.close();
        peer.close();
    }

    SocketChannel channel() {
        return (SocketChannel) stream.getExtraInfo(ExtraInfo.SOCKET).orElseThrow();
    }

    void send(String text) throws Exception {
        far.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** A writer without a deadline, blocked in a call because the peer does not read. */
    Background<Void> blockedWriter() {
        Background<Void> writer = Background.run(() -> {
            stream.write(MORE_THAN_FITS);
            return null;
        });
        Threads.awaitBlocked(writer.thread());
        return writer;
    }

    /** A reader without a deadline that has nothing to read. */
    Background<byte[]> blockedReader() {
        Background<byte[]> reader = Background.run(() -> stream.read());
        Threads.awaitBlocked(reader.thread());
        return reader;
    }
}
