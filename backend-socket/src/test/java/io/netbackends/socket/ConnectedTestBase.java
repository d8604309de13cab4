// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.Threads;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A stream of the socket backend that is connected to a plain socket. */
abstract class ConnectedTestBase {
    static final Duration SHORT = Duration.ofMillis(200);

    /** A write must have begun before this has passed; otherwise it changes nothing. */
    static final Duration ENOUGH_TO_BEGIN = Duration.ofSeconds(1);

    static final Duration LONG = Duration.ofSeconds(30);

    /** Allocated in advance: the allocation may take longer than a short deadline. */
    static final byte[] MORE_THAN_FITS = new byte[64 << 20];

    PlainServer peer;
    NetworkStreamInterface stream;
    Socket far;
    private ClosingWatchdog watchdog;

    @BeforeEach
    void connect() throws Exception {
        peer = PlainServer.listening().toleratingIoFailures();
        stream = new SocketBackend().connect("127.0.0.1", peer.port());
        far = peer.accept();
        watchdog = ClosingWatchdog.after(LONG, stream, far);
    }

    @AfterEach
    void close() throws Exception {
        stream.close();
        watchdog.close();
        peer.close();
    }

    Socket socket() {
        return (Socket) stream.getExtraInfo(ExtraInfo.SOCKET).orElseThrow();
    }

    void send(String text) throws Exception {
        far.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** Writes until the buffers of the peer, which does not read, are full. */
    Background<Void> blockedWriter() {
        Background<Void> writer = Background.run(() -> {
            byte[] block = new byte[1 << 20];
            while (true) {
                stream.write(block);
            }
        });
        Threads.awaitBlocked(writer.thread());
        return writer;
    }

    /** A connected socket whose peer sends nothing. */
    Socket peerlessSocket() throws Exception {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", peer.port()));
        return socket;
    }
}
