// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The memory and descriptors of a socket: the platform's and those of this project. */
class SocketResourcesTest {
    private static final int ROUNDS = 2_000;

    @ParameterizedTest
    @EnumSource(names = {"PLATFORM", "SOCKET", "NIO"})
    void readsAndWritesAllocateNothing(SocketKind kind) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (ConnectedPair pair = kind.connected()) {
            exchange(pair); // warm
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            exchange(pair);
            long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertThat(bytes / ROUNDS).as("bytes a round").isLessThan(24);
        }
    }

    /** Each read opens a block. */
    @ParameterizedTest
    @EnumSource(names = {"SOCKET", "NIO"})
    void readWithSoTimeoutAllocatesOneSmallObject(SocketKind kind) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (ConnectedPair pair = kind.connected()) {
            pair.client().setSoTimeout(60_000);
            exchange(pair); // warm
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            exchange(pair);
            long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertThat(bytes / ROUNDS).as("bytes a round").isLessThan(80);
        }
    }

    /** The peer uses the platform's socket, which allocates nothing. */
    private static void exchange(ConnectedPair pair) throws Exception {
        byte[] sent = new byte[64];
        byte[] received = new byte[64];
        InputStream in = pair.in();
        OutputStream out = pair.out();
        InputStream peerIn = pair.peer().getInputStream();
        OutputStream peerOut = pair.peer().getOutputStream();
        for (int i = 0; i < ROUNDS; i++) {
            out.write(sent, 0, sent.length);
            peerIn.readNBytes(received, 0, received.length);
            peerOut.write(sent, 0, sent.length);
            in.read(received, 0, received.length);
        }
    }

    @ParameterizedTest
    @EnumSource
    void socketThatTheProgramForgotIsClosed(SocketKind kind) throws Exception {
        try (ServerSocket server = kind.server();
                Socket peer = connectAndForget(kind, server)) {
            peer.setSoTimeout(100);
            int end = 0;
            for (int i = 0; i < 100 && end == 0; i++) {
                System.gc();
                try {
                    end = peer.getInputStream().read();
                } catch (SocketTimeoutException e) {
                    // not collected yet
                }
            }
            assertThat(end).isEqualTo(-1);
        }
    }

    private static Socket connectAndForget(SocketKind kind, ServerSocket server) throws Exception {
        Socket forgotten = kind.factory().createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort());
        forgotten.setSoTimeout(1);
        try {
            forgotten
                    .getInputStream()
                    .read(); // under a deadline: over nio, a selector has the channel registered afterwards
        } catch (SocketTimeoutException e) {
            // as expected
        }
        return server.accept();
    }
}
