// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After an Error in the middle of a call, the stream does not continue with the next message. */
class NetworkStreamErrorTest {
    private final OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    private final FakeTransport transport = new FakeTransport();
    private final NetworkStream stream = new NetworkStream(transport, "192.0.2.1:80");

    /** A call that fails for lack of memory. */
    private interface Call {
        void on(NetworkStream stream) throws IOException;
    }

    static Stream<Call> calls() {
        return Stream.of(
                stream -> stream.read(),
                stream -> stream.write(new byte[1]),
                NetworkStream::shutdownOutput,
                stream -> stream.startTls(NetworkStreamTlsTest.clientEngine()));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void anErrorAbortsTheStreamAndIsThrownAsItIs(Call call) {
        transport.onRead(this::fail).onWrite(this::fail).onShutdown = () -> fail(ByteBuffer.allocate(0));

        assertThatThrownBy(() -> call.on(stream)).isSameAs(error);

        assertThat(stream.isOpen()).isFalse();
        assertThat(transport.aborts).isEqualTo(1);
        assertThatThrownBy(() -> stream.write(new byte[1]))
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasCause(error);
    }

    @Test
    void anErrorWhileClosingStillFreesTheDescriptor() {
        transport.onShutdown = () -> fail(ByteBuffer.allocate(0));

        assertThatThrownBy(stream::close).isSameAs(error);

        assertThat(stream.isOpen()).isFalse();
        assertThat(transport.aborts).isEqualTo(1);
    }

    private int fail(ByteBuffer buffer) {
        throw error;
    }
}
