// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.testsupport.Background;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The file of a listener: its creation, replacement and deletion. */
class UnixListenTest extends UnixSocketTestBase {
    private final UnixSocketBackend backend = UnixSocketBackend.builder().build();

    private NetworkListenerInterface listenOn(Path path) throws Exception {
        return backend.listen(UnixDomainSocketAddress.of(path));
    }

    private void assertServes(NetworkListenerInterface listener) throws Exception {
        try (NetworkStreamInterface stream = backend.connect(listener.getLocalAddress());
                NetworkStreamInterface accepted = listener.accept()) {
            stream.write(new byte[] {7});
            assertThat(accepted.read()).containsExactly(7);
        }
    }

    @Test
    void theFileIsTheOnlyOneMadeIsTheOwnersAloneAndGoesOnClose() throws Exception {
        NetworkListenerInterface listener = listenOn(path("s"));
        assertThat(files()).containsExactly("s");
        assertThat(Files.getPosixFilePermissions(path("s"))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(listener.getLocalAddress()).isEqualTo(UnixDomainSocketAddress.of(path("s")));
        assertThat(listener).hasToString("<NetworkListener [\"" + path("s") + "\"]>");
        assertServes(listener);
        listener.close();
        listener.close();
        assertThat(files()).isEmpty();
        assertThat(listener).hasToString("<NetworkListener [\"" + path("s") + "\" CLOSED]>");
    }

    @Test
    void anAsynchronousListenerAcceptsNothingOnceClosingHasBegun() throws Exception {
        AsyncNetworkListenerInterface listener = UnixSocketBackend.builder()
                .buildAsync(null)
                .listen(UnixDomainSocketAddress.of(path("s")))
                .get();
        try (SocketChannel waiting = SocketChannel.open(UnixDomainSocketAddress.of(path("s")))) {
            CompletableFuture<Void> closing = listener.close();
            CompletableFuture<AsyncNetworkStreamInterface> accept = listener.accept();
            assertThatThrownBy(accept::get).hasCauseInstanceOf(NetworkStreamClosedException.class);
            closing.get();
            assertThat(waiting.isOpen()).isTrue();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void permissionsAreASettingAndTheMaskDoesNotMatter() throws Exception {
        for (String permissions : List.of("rw-rw----", "rwxrwxrwx", "-w-------")) {
            UnixSocketBackend open = UnixSocketBackend.builder()
                    .permissions(PosixFilePermissions.fromString(permissions))
                    .build();
            try (NetworkListenerInterface listener = open.listen(UnixDomainSocketAddress.of(path("s")))) {
                assertThat(Files.getPosixFilePermissions(path("s")))
                        .isEqualTo(PosixFilePermissions.fromString(permissions));
                assertServes(listener);
            }
        }
    }

    @Test
    void socketWithoutAListenerIsReplaced() throws Exception {
        stale("s");
        try (NetworkListenerInterface listener = listenOn(path("s"))) {
            assertThat(files()).containsExactly("s");
            assertServes(listener);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void socketWithAListenerIsInUse() throws Exception {
        try (ServerSocketChannel other = listen(path("s"))) {
            assertInUse("it has a listener");
            other.accept().close(); // the connection of the test itself
            assertReaches(other, path("s"));
            List<SocketChannel> waiting = fillBacklog(path("s"));
            assertInUse("there is a socket, which may be in use");
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    @Test
    void aListenerOfTheSameProgramIsInUseAndNotDisturbed() throws Exception {
        try (NetworkListenerInterface listener = listenOn(path("s"))) {
            assertInUse("this program listens there");
            assertServes(listener);
        }
    }

    @Test
    void whatIsNoSocketIsInUseAndUntouched() throws Exception {
        Files.writeString(path("s"), "precious");
        assertInUse("there is a file that is not a socket; it was left as it is");
        assertThat(path("s")).hasContent("precious");
        Files.delete(path("s"));

        Files.createDirectory(path("s"));
        assertInUse("there is a file that is not a socket");
        Files.delete(path("s"));

        stale("t");
        Files.createSymbolicLink(path("s"), path("t"));
        assertInUse("there is a file that is not a socket");
        assertThat(files()).containsExactly("s", "t");
        Files.delete(path("t"));
        assertInUse("there is a file that is not a socket");
        assertThat(files()).containsExactly("s");
    }

    private void assertInUse(String reason) {
        assertThatThrownBy(() -> listenOn(path("s")))
                .isExactlyInstanceOf(BindException.class)
                .hasMessageStartingWith("listen on " + path("s") + ": address already in use: " + reason);
    }

    @Test
    void aFileThatHasTakenItsPlaceStaysOnClose() throws Exception {
        NetworkListenerInterface listener = listenOn(path("s"));
        Files.delete(path("s"));
        try (NetworkListenerInterface second = listenOn(path("s"))) {
            listener.close();
            assertServes(second);
            listener.close();
            assertThat(files()).containsExactly("s");
        }
        NetworkListenerInterface third = listenOn(path("s"));
        Files.delete(path("s"));
        Files.writeString(path("s"), "precious");
        third.close();
        assertThat(path("s")).hasContent("precious");
    }

    @Test
    void aFileThatIsGoneAlreadyDoesNotMatterOnClose() throws Exception {
        NetworkListenerInterface listener = listenOn(path("s"));
        Files.delete(path("s"));
        listener.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void oneOfSeveralListenersGetsThePath() throws Exception {
        int count = 4;
        for (int round = 0; round < 500; round++) {
            Path path = round % 2 == 0 ? stale("s" + round) : path("s" + round);
            CyclicBarrier start = new CyclicBarrier(count);
            List<Background<NetworkListenerInterface>> listening = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                listening.add(Background.run(() -> {
                    start.await();
                    return listenOn(path);
                }));
            }
            List<NetworkListenerInterface> listeners = new ArrayList<>();
            for (Background<NetworkListenerInterface> each : listening) {
                try {
                    listeners.add(each.get());
                } catch (BindException e) {
                    assertThat(e).hasMessageStartingWith("listen on " + path + ": address already in use: ");
                }
            }
            assertThat(listeners).hasSize(1);
            assertServes(listeners.get(0)); // and sees none of the others
            listeners.get(0).close();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theLongestPathThatCanBeConnectedToCanBeListenedOn() throws Exception {
        Path deep = Files.createDirectory(pathOf(104));
        for (Path path : List.of(pathOf(106), pathOf(98), deep.resolve("s"))) {
            try (NetworkListenerInterface listener = listenOn(path)) {
                assertThat(listener.getLocalAddress()).isEqualTo(UnixDomainSocketAddress.of(path));
                assertServes(listener);
            }
        }
        assertThat(files()).hasSize(1);
        assertThatThrownBy(() -> listenOn(pathOf(107)))
                .isExactlyInstanceOf(SocketException.class)
                .hasMessage("listen on " + pathOf(107) + ": the path has 107 bytes; at most 106 are possible");
        assertThat(files()).hasSize(1);
    }

    @Test
    void aRelativePathStaysRelative() throws Exception {
        Path relative = Path.of("").toAbsolutePath().relativize(path("s"));
        try (NetworkListenerInterface listener = listenOn(relative)) {
            assertThat(listener.getLocalAddress()).isEqualTo(UnixDomainSocketAddress.of(relative));
            assertServes(listener);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aDirectoryThatIsMissingIsNamed() {
        assertThatThrownBy(() -> listenOn(path("missing").resolve("s")))
                .isExactlyInstanceOf(SocketException.class)
                .hasMessage("listen on " + path("missing").resolve("s") + ": there is no such directory");
        assertThatIllegalArgumentException().isThrownBy(() -> listenOn(Path.of("")));
        assertThatIllegalArgumentException().isThrownBy(() -> listenOn(Path.of("@s")));
    }

    @Test
    void underAnInterruptNothingIsDone() throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> listenOn(path("s"))).isInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void nothingIsLeftBehindHoweverItEnds() throws Exception {
        stale("stale");
        listenOn(path("s")).close();
        long before = descriptors();
        try (ServerSocketChannel other = listen(path("other"))) {
            for (int i = 0; i < 100; i++) {
                listenOn(path("s")).close();
                assertThatThrownBy(() -> listenOn(path("other"))).isInstanceOf(BindException.class);
                assertThatThrownBy(() -> listenOn(path("no/s"))).isInstanceOf(SocketException.class);
                SocketChannel probe = other.accept();
                probe.close();
            }
        }
        assertThat(files()).containsExactly("other", "stale");
        assertThat(descriptors()).isLessThanOrEqualTo(before + 2);
    }
}
