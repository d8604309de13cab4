// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the contract that apply to a stream without a network. */
class ReplayStreamTest extends ReplayTestBase {
    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void closingWakesAReader(boolean virtual) throws Exception {
        NetworkStreamInterface stream = connect(connection().write(1, "x").read(1, "x"));
        Background<byte[]> reader = blocked(virtual, stream::read);
        stream.close();
        stream.close();
        assertThat(reader.failure()).isInstanceOf(NetworkStreamClosedException.class);
        assertThatThrownBy(stream::read).isInstanceOf(NetworkStreamClosedException.class);
        assertThatThrownBy(() -> stream.write(bytes("x"))).isInstanceOf(NetworkStreamClosedException.class);
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void anInterruptEndsABlockedReadAndClosesTheStream(boolean virtual) throws Exception {
        NetworkStreamInterface stream = connect(connection().write(1, "x").read(1, "x"));
        Background<Boolean> flag = blocked(virtual, () -> {
            assertThatThrownBy(stream::read)
                    .isInstanceOf(InterruptedIOException.class)
                    .isNotInstanceOf(NetworkTimeoutException.class);
            return Thread.currentThread().isInterrupted();
        });
        flag.thread().interrupt();
        assertThat(flag.get()).isTrue();
        assertThat(stream.isOpen()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void shuttingDownTheInputEndsABlockedReadAndNoWrite(boolean virtual) throws Exception {
        NetworkStreamInterface stream =
                connect(connection().write(1, "x").read(1, "y").write(1, "z"));
        Background<byte[]> reader = blocked(virtual, stream::read);
        stream.shutdownInput();
        assertThat(reader.get()).isEmpty();
        assertThat(stream.read()).isEmpty();
        stream.write(bytes("xz"));
    }

    @Test
    void optionsAreRememberedSoThatAProgramThatSetsThemCanBeReplayed() throws Exception {
        NetworkStreamInterface stream = connect(connection());
        stream.setOption(StandardSocketOptions.TCP_NODELAY, true);
        assertThat(stream.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        assertThat(stream.supportedOptions()).contains(StandardSocketOptions.SO_KEEPALIVE);
    }

    @Test
    void aCallOnAnInterruptedThreadFailsAndChangesNothing() throws Exception {
        NetworkStreamInterface stream = connect(connection().write(1, "x").read(1, "y"));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> stream.write(bytes("x"))).isInstanceOf(InterruptedIOException.class);
        assertThatThrownBy(stream::read).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        stream.write(bytes("x"));
        assertThat(text(stream.read())).isEqualTo("y");
    }

    @Test
    void aSecondReaderIsRefusedAndAWriterIsNot() throws Exception {
        NetworkStreamInterface stream = connect(connection().write(1, "x").read(1, "y"));
        Background<byte[]> reader = blocked(stream::read);
        assertThatThrownBy(stream::read).isInstanceOf(IllegalStateException.class);
        stream.write(bytes("x"));
        assertThat(text(reader.get())).isEqualTo("y");
    }

    @Test
    void deadlinesReachOtherThreadsByPropagationAlone() throws Exception {
        NetworkStreamInterface stream = connect(connection().write(1, "x").read(1, "y"));
        Background<byte[]> reader;
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThat(Background.run(Timeout.propagate(() -> stream.read())).failure())
                    .isInstanceOf(NetworkTimeoutException.class);
            reader = blocked(stream::read);
        }
        stream.write(bytes("x"));
        assertThat(text(reader.get())).isEqualTo("y");
    }

    @Test
    void tellsTheAddressesThatWereRecorded() throws Exception {
        NetworkStreamInterface stream = connect(connection());
        assertThat(stream.getExtraInfo(ExtraInfo.CLIENT_ADDR)).contains(new InetSocketAddress("127.0.0.1", 50001));
        assertThat(stream.getExtraInfo(ExtraInfo.SERVER_ADDR)).contains(new InetSocketAddress("127.0.0.1", 80));
        assertThat(stream.getExtraInfo("unknown")).isNull();
        assertThat(stream).hasToString("<NetworkStream [\"127.0.0.1:80\"]>");
    }

    @Test
    void leavesNoFileOpen() throws Exception {
        Recording recording = connection().read(1, "a").read(1, "b");
        NetworkStreamInterface stream = connect(recording);
        stream.read();
        Files.delete(directory.resolve("test.ndjson")); // fails on some systems if the file is open
        assertThat(text(stream.read())).isEqualTo("b"); // already read together with the first
    }
}
