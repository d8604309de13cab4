// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

class ForwardingNetworkStreamTest {
    private final NetworkStreamInterface delegate = mock(NetworkStreamInterface.class);
    private final NetworkStreamInterface forwarding = new ForwardingNetworkStream(delegate) {};

    @Test
    void readAndWriteForwardTheBufferItself() throws Exception {
        ByteBuffer dst = ByteBuffer.allocate(1);
        ByteBuffer src = ByteBuffer.allocate(2);
        when(delegate.read(dst)).thenReturn(7);

        assertThat(forwarding.read(dst)).isEqualTo(7);
        forwarding.write(src);

        verify(delegate).read(dst);
        verify(delegate).write(src);
        verifyNoMoreInteractions(delegate);
    }

    @Test
    void startTlsForwardsTheEngine() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();

        forwarding.startTls(engine);

        verify(delegate).startTls(engine);
        verifyNoMoreInteractions(delegate);
    }

    @Test
    void everythingElseIsForwarded() throws Exception {
        when(delegate.getExtraInfo("key")).thenReturn("value");
        when(delegate.isOpen()).thenReturn(true, false);

        assertThat(forwarding.getExtraInfo("key")).isEqualTo("value");
        assertThat(forwarding.getExtraInfo("other")).isNull();
        assertThat(forwarding.isOpen()).isTrue();
        assertThat(forwarding.isOpen()).isFalse();
        forwarding.shutdownOutput();
        forwarding.close();

        verify(delegate).shutdownOutput();
        verify(delegate).close();
    }

    @Test
    void failuresComeThroughUnchanged() throws Exception {
        IOException failure = new IOException("broken");
        when(delegate.read(ByteBuffer.allocate(1))).thenThrow(failure);
        doThrow(failure).when(delegate).close();

        assertThatThrownBy(() -> forwarding.read(1)).isSameAs(failure);
        assertThatThrownBy(forwarding::close).isSameAs(failure);
    }

    @Test
    void itSaysOfItselfWhatTheDelegateSays() {
        assertThat(new ForwardingNetworkStream(new MemoryStream()) {}).hasToString("<MemoryStream>");
    }

    @Test
    void thereMustBeADelegate() {
        assertThatNullPointerException()
                .isThrownBy(() -> new ForwardingNetworkStream(null) {})
                .withMessage("delegate");
    }

    @Test
    void overridingReadCatchesEveryWayToRead() throws Exception {
        Recording stream = new Recording("abcdefgh");

        assertThat(stream.read(2)).asString(US_ASCII).isEqualTo("AB");
        assertThat(stream.inputStream().read()).isEqualTo('C');
        byte[] part = new byte[4];
        assertThat(stream.inputStream().read(part, 1, 2)).isEqualTo(2);
        assertThat(part).containsExactly(0, 'D', 'E', 0);
        assertThat(stream.read()).asString(US_ASCII).isEqualTo("FGH");
        assertThat(stream.read()).isEmpty();

        assertThat(stream.calls).containsOnly("read").hasSize(5);
    }

    @Test
    void overridingWriteCatchesEveryWayToWrite() throws Exception {
        Recording stream = new Recording("");

        stream.write("ab".getBytes(US_ASCII));
        stream.outputStream().write('c');
        stream.outputStream().write("-de-".getBytes(US_ASCII), 1, 2);
        stream.write(ByteBuffer.wrap("f".getBytes(US_ASCII)));

        assertThat(stream.calls).containsExactly("write 2", "write 1", "write 2", "write 1");
        assertThat(stream.memory.written).hasToString("abcdef");
    }

    @Test
    void overridingTheOtherPrimitivesCatchesTheirConveniences() throws Exception {
        Recording stream = new Recording("");

        stream.startTls(SSLContext.getDefault(), "host.example");
        assertThat(stream.getExtraInfo(ExtraInfo.SSL_OBJECT)).containsSame(stream.memory.engine);
        stream.inputStream().close();
        stream.outputStream().close();

        assertThat(stream.calls)
                .containsExactly("info server_addr", "startTls host.example", "info ssl_object", "close", "close");
    }

    /** A decorator that overrides only primitives, and converts the bytes read to upper case. */
    private static final class Recording extends ForwardingNetworkStream {
        private final MemoryStream memory;
        private final List<String> calls = new ArrayList<>();

        Recording(String input) {
            super(new MemoryStream(input.getBytes(US_ASCII)));
            memory = (MemoryStream) delegate();
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            calls.add("read");
            int start = dst.position();
            int n = super.read(dst);
            for (int i = start; i < dst.position(); i++) {
                dst.put(i, (byte) Character.toUpperCase((char) dst.get(i)));
            }
            return n;
        }

        @Override
        public void write(ByteBuffer src) throws IOException {
            calls.add("write " + src.remaining());
            super.write(src);
        }

        @Override
        public void startTls(SSLEngine engine) throws IOException {
            calls.add("startTls " + engine.getPeerHost());
            memory.extraInfo.put("ssl_object", engine);
            super.startTls(engine);
        }

        @Override
        public Object getExtraInfo(String key) {
            calls.add("info " + key);
            return super.getExtraInfo(key);
        }

        @Override
        public void close() throws IOException {
            calls.add("close");
            super.close();
        }
    }
}
