// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interrupts, which do not end the I/O of a platform thread: the platform's sockets and those of this project. */
class SocketInterruptTest {
    @ParameterizedTest
    @EnumSource
    void blockedReadSurvivesAndTheFlagIsSetAfterwards(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            InputStream in = pair.in();
            Background<Boolean> reading = Background.run(() -> {
                assertThat(in.read()).isEqualTo(1);
                return Thread.currentThread().isInterrupted();
            });
            for (int i = 0; i < 3; i++) {
                Threads.awaitBlocked(reading.thread());
                reading.thread().interrupt();
            }
            pair.peer().getOutputStream().write(1);
            assertThat(reading.get()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void readWithATimeoutSurvives(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            pair.client().setSoTimeout(60_000);
            InputStream in = pair.in();
            Background<Integer> reading = Background.run(() -> in.read());
            Threads.awaitBlocked(reading.thread());
            reading.thread().interrupt();
            pair.peer().getOutputStream().write(1);
            assertThat(reading.get()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void blockedWriteSurvives(SocketKind kind) throws Exception {
        try (ConnectedPair pair = kind.connected()) {
            int length = 20_000_000;
            Background<Boolean> writing = Background.run(() -> {
                pair.out().write(new byte[length]);
                return Thread.currentThread().isInterrupted();
            });
            Threads.awaitBlocked(writing.thread());
            writing.thread().interrupt();
            assertThat(pair.peer().getInputStream().readNBytes(length)).hasSize(length);
            assertThat(writing.get()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void threadThatIsInterruptedConnectsWritesAndReads(SocketKind kind) throws Exception {
        try (ServerSocket server = kind.server()) {
            Background<Integer> call = Background.run(() -> {
                Thread.currentThread().interrupt();
                try (Socket client = kind.factory().createSocket("localhost", server.getLocalPort());
                        Socket peer = server.accept()) {
                    client.getOutputStream().write(1);
                    peer.getOutputStream().write(peer.getInputStream().read() + 1);
                    int answer = client.getInputStream().read();
                    return Thread.currentThread().isInterrupted() ? answer : -1;
                }
            });
            assertThat(call.get()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void virtualThreadThatIsInterruptedClosesTheSocket(SocketKind kind) throws Exception {
        assumeTrue(Threads.virtualAvailable());
        try (ConnectedPair pair = kind.connected()) {
            InputStream in = pair.in();
            Background<Integer> reading = Background.run(true, () -> in.read());
            Threads.awaitBlocked(reading.thread());
            reading.thread().interrupt();
            assertThat(reading.failure())
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Closed by interrupt");
            assertThat(pair.client().isClosed()).isTrue();
        }
    }
}
