// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamTransportTest {
    private final FakeTransport transport = new FakeTransport();
    private final NetworkStream inner = new NetworkStream(transport, "192.0.2.1:80");
    private final NetworkStream outer = new NetworkStream(new StreamTransport(inner), "api.test:443");

    @Test
    void passesBytesAndEndsOn() throws Exception {
        transport.onRead(dst -> {
            dst.put((byte) 'a');
            return 1;
        });
        assertThat(outer.read(10)).containsExactly('a');
        assertThat(outer.read()).isEmpty();
        outer.write(new byte[1]);
        outer.shutdownOutput();
        outer.shutdownInput();
        assertThat(transport.inputShutdowns).isEqualTo(1);
        assertThat(outer.getExtraInfo("key")).isEqualTo("value");
        outer.close();
        assertThat(transport.closes).isEqualTo(1);
    }

    @Test
    void aFailureIsNamedOnceByTheStream() {
        transport.onRead(dst -> {
            throw new SocketException("Connection reset");
        });
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(outer::read)
                    .isInstanceOf(SocketException.class)
                    .hasMessage("read from 192.0.2.1:80: Connection reset");
        }
    }

    @Test
    void anInterruptClosesBoth() {
        transport.onRead(dst -> {
            throw new InterruptedIOException();
        });
        assertThatThrownBy(outer::read).isExactlyInstanceOf(InterruptedIOException.class);
        assertThat(outer.isOpen()).isFalse();
        assertThat(inner.isOpen()).isFalse();
    }

    @Test
    void anAbortIsPassedOn() throws Exception {
        outer.abort();
        assertThat(transport.aborts).isEqualTo(1);
        assertThat(inner.isOpen()).isFalse();
    }

    /** Each new method of the interface must be overridden, unless its default is correct here. */
    @Test
    void overridesAllThatAStreamCanDo() {
        List<String> defaults = List.of("writeFinal", "startTls", "handshake", "checkEndTls", "endTls");
        assertThat(Arrays.stream(Transport.class.getMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .map(Method::getName)
                        .filter(name -> !defaults.contains(name)))
                .isSubsetOf(Arrays.stream(StreamTransport.class.getDeclaredMethods())
                        .map(Method::getName)
                        .toList());
    }
}
