// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and writing, and waiting for room and for bytes. */
class MemoryStreamTest extends ConnectedTestBase {
    @ParameterizedTest
    @ValueSource(ints = {1, BUFFER - 1, BUFFER, BUFFER + 1, 100_000})
    void writesAndReadsBuffersOfEveryKind(int size) throws Exception {
        byte[] data = random(size);
        ByteBuffer direct = ByteBuffer.allocateDirect(size + 7).position(3);
        direct.put(data).flip().position(3);
        ByteBuffer slice = ByteBuffer.wrap(Arrays.copyOf(new byte[5], size + 9))
                .position(5)
                .slice();
        slice.put(data).flip();
        for (ByteBuffer src :
                new ByteBuffer[] {direct, slice, ByteBuffer.wrap(data).asReadOnlyBuffer()}) {
            int limit = src.limit();
            Background<byte[]> received =
                    Background.run(() -> far.getInputStream().readNBytes(size));
            stream.write(src);
            assertThat(received.get()).isEqualTo(data);
            assertThat(src.position()).isEqualTo(limit);

            Background<Void> sender = Background.run(() -> {
                far.getOutputStream().write(data);
                return null;
            });
            ByteBuffer dst = src.isReadOnly()
                    ? ByteBuffer.allocate(size)
                    : src.duplicate().flip().position(limit - size);
            int start = dst.position();
            while (dst.hasRemaining()) {
                assertThat(stream.read(dst)).isPositive();
            }
            sender.get();
            assertThat(dst.position(start)).isEqualTo(ByteBuffer.wrap(data));
        }
    }

    @Test
    void readsWhatIsThere() throws Exception {
        send("abc");
        assertThat(stream.read(1)).isEqualTo("a".getBytes(US_ASCII));
        assertThat(stream.read()).isEqualTo("bc".getBytes(US_ASCII));
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void aReaderWaitsForAByte(boolean virtual) throws Exception {
        Background<byte[]> reader = blockedReader(virtual);
        send("x");
        assertThat(reader.get()).containsExactly('x');
    }

    @ParameterizedTest
    @MethodSource("kindsOfThread")
    void aWriterFillsTheBufferAndWaitsForRoom(boolean virtual) throws Exception {
        stream.write(new byte[BUFFER]);
        Background<Void> writer = blocked(virtual, () -> {
            stream.write(new byte[] {1});
            return null;
        });
        assertThat(far.getInputStream().available()).isEqualTo(BUFFER);
        far.getInputStream().read();
        writer.get();
        assertThat(far.getInputStream().available()).isEqualTo(BUFFER);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1024, 65536})
    void bothDirectionsAreCarriedAtATimeWholeAndInOrder(int bufferSize) throws Exception {
        byte[] there = random(300_001);
        byte[] back = random(200_003);
        try (MemoryPair own = MemoryBackend.pair(bufferSize)) {
            Background<Void> clientWrites = Background.run(() -> writeInPieces(own.client(), there));
            Background<Void> serverWrites = Background.run(() -> writeInPieces(own.server(), back));
            Background<byte[]> server =
                    Background.run(() -> own.server().inputStream().readNBytes(there.length));
            Background<byte[]> client =
                    Background.run(() -> own.client().inputStream().readNBytes(back.length));
            assertThat(server.get()).isEqualTo(there);
            assertThat(client.get()).isEqualTo(back);
            clientWrites.get();
            serverWrites.get();
        }
    }

    @Test
    void aReaderGoesOnWhileAWriterIsBlocked() throws Exception {
        Background<Void> writer = blockedWriter(false);
        send("answer");
        assertThat(stream.read()).isEqualTo("answer".getBytes(US_ASCII));
        Background<byte[]> reader = blockedReader(false);
        assertThat(stream.getExtraInfo(ExtraInfo.SERVER_ADDR)).isPresent();
        send("more");
        assertThat(reader.get()).isEqualTo("more".getBytes(US_ASCII));
        Threads.awaitBlocked(writer.thread());
        far.getInputStream().readNBytes(BUFFER + 1);
        writer.get();
    }

    @Test
    void whatIsReadBelongsToTheReaderAndWhatWasWrittenToTheWriter() throws Exception {
        byte[] written = {1};
        stream.write(written);
        written[0] = 2;
        byte[] read = pair.server().read();
        assertThat(read).containsExactly(1);
        read[0] = 3;
        stream.write(new byte[] {4});
        assertThat(pair.server().read()).containsExactly(4);
    }

    @Test
    void addressesAreKnownEvenAfterClose() throws Exception {
        stream.close();
        pair.server().close();
        assertThat(stream.getExtraInfo(ExtraInfo.CLIENT_ADDR))
                .contains(far.getRemoteAddress())
                .isEqualTo(pair.server().getExtraInfo(ExtraInfo.CLIENT_ADDR));
        assertThat(stream.getExtraInfo(ExtraInfo.SERVER_ADDR))
                .contains(far.getLocalAddress())
                .isEqualTo(pair.server().getExtraInfo(ExtraInfo.SERVER_ADDR));
        assertThat(stream.getExtraInfo(ExtraInfo.SSL_OBJECT)).isEmpty();
        assertThat(stream.getExtraInfo(ExtraInfo.PEER_CREDENTIALS)).isEmpty();
        assertThat(stream)
                .hasToString(
                        "<NetworkStream [\"localhost:" + far.getLocalAddress().getPort() + "\" CLOSED]>");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void thereIsNoBufferWithoutRoom(int bufferSize) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryBackend.pair(bufferSize))
                .withMessage("bufferSize (" + bufferSize + ") must be positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryBackend.builder().bufferSize(bufferSize));
    }

    private static Void writeInPieces(NetworkStreamInterface to, byte[] data) throws Exception {
        Random random = new Random(data.length);
        for (int i = 0; i < data.length; ) {
            int n = Math.min(data.length - i, 1 + random.nextInt(16_384));
            to.write(ByteBuffer.wrap(data, i, n));
            i += n;
        }
        return null;
    }

    private static byte[] random(int size) {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        return data;
    }
}
