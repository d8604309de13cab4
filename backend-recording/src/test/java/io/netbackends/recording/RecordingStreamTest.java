// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

class RecordingStreamTest {
    private final EventLog log = new EventLog();
    private final NetworkStreamInterface delegate = mock(NetworkStreamInterface.class);

    @Test
    void bytesAreThoseDeliveredAndAccepted() throws IOException {
        NetworkStreamInterface stream =
                recording(new ScriptedStream().thenReads("hello").thenReads("world"));
        assertThat(stream.read(3)).asString().isEqualTo("hel");
        assertThat(stream.read()).asString().isEqualTo("lo");
        assertThat(stream.inputStream().read(new byte[9])).isEqualTo(5);
        stream.write("abc".getBytes(StandardCharsets.US_ASCII));
        stream.outputStream().write("def".getBytes(StandardCharsets.US_ASCII));
        assertThat(log.events)
                .containsExactly(
                        "beforeRead",
                        "read hel",
                        "beforeRead",
                        "read lo",
                        "beforeRead",
                        "read world",
                        "written abc",
                        "written def");
    }

    @Test
    void onlyTheMovedPartOfBufferIsRecorded() throws IOException {
        NetworkStreamInterface stream = recording(new ScriptedStream().thenReads("hello"));
        ByteBuffer dst = ByteBuffer.allocate(20).position(5).limit(15);
        ByteBuffer src = ByteBuffer.wrap("0123456789".getBytes(StandardCharsets.US_ASCII), 2, 3)
                .slice();
        assertThat(stream.read(dst)).isEqualTo(5);
        stream.write(src);
        assertThat(log.events).containsExactly("beforeRead", "read hello", "written 234");
        assertThat(dst.position()).isEqualTo(10);
        assertThat(dst.limit()).isEqualTo(15);
        assertThat(src.remaining()).isZero();
    }

    @Test
    void recorderCannotChangeTheBytesNorSeeTheRest() throws IOException {
        NetworkStreamInterface stream = recording(new ScriptedStream().thenReads("hello"));
        stream.read(ByteBuffer.allocate(20).position(5));
        stream.write(ByteBuffer.wrap(new byte[10], 2, 3));
        assertThat(log.buffers).extracting(ByteBuffer::capacity).containsExactly(5, 3);
        assertThat(log.buffers)
                .allSatisfy(buffer ->
                        assertThatThrownBy(() -> buffer.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class));
    }

    @Test
    void nothingMovedIsNoBytes() throws IOException {
        NetworkStreamInterface stream = recording(new ScriptedStream().thenReads("hello"));
        assertThat(stream.read(ByteBuffer.allocate(0))).isZero();
        stream.write(new byte[0]);
        assertThat(log.events).containsExactly("beforeRead");
    }

    @Test
    void timedOutReadRecordsTheFailureAndLaterTheBytes() throws IOException {
        SocketTimeoutException timeout = new SocketTimeoutException("timed out");
        NetworkStreamInterface stream =
                recording(new ScriptedStream().thenFails(timeout).thenReads("late"));
        assertThatThrownBy(stream::read).isSameAs(timeout);
        stream.read();
        assertThat(log.events).containsExactly("beforeRead", "read failed", "beforeRead", "read late");
        assertThat(log.failures).containsExactly(timeout);
    }

    @Test
    void endOfStreamIsToldOnce() throws IOException {
        NetworkStreamInterface stream = recording(new ScriptedStream());
        assertThat(stream.read()).isEmpty();
        assertThat(stream.read()).isEmpty();
        assertThat(log.events).containsExactly("beforeRead", "end", "beforeRead");
    }

    @Test
    void anEndThatThisSideHasMadeIsNotToldAsThePeers() throws IOException {
        NetworkStreamInterface stream = recording(new ScriptedStream());
        stream.shutdownInput();
        assertThat(stream.read()).isEmpty();
        assertThat(log.events).containsExactly("beforeRead");
    }

    @Test
    void failedWriteRecordsWhatWasTaken() {
        SocketException reset = new SocketException("reset");
        NetworkStreamInterface stream = recording(new ScriptedStream().failsToWriteAfter(3, reset));
        assertThatThrownBy(() -> stream.write("abcdef".getBytes(StandardCharsets.US_ASCII)))
                .isSameAs(reset);
        assertThat(log.events).containsExactly("written abc", "write failed");
        assertThat(log.failures).containsExactly(reset);
    }

    @Test
    void tlsIsToldOnceItIsThere() throws Exception {
        SSLEngine engine = mock(SSLEngine.class);
        SSLSession session = mock(SSLSession.class);
        when(engine.getSession()).thenReturn(session);
        when(session.getCipherSuite()).thenReturn("SUITE");
        when(engine.getApplicationProtocol()).thenReturn("h2");
        NetworkStreamInterface stream = recording(delegate);
        stream.startTls(engine);
        verify(delegate).startTls(engine);
        assertThat(log.events).containsExactly("tls SUITE h2");
    }

    @Test
    void engineThatKnowsNoAlpnHasAgreedOnNone() throws Exception {
        SSLEngine engine = mock(SSLEngine.class);
        SSLSession session = mock(SSLSession.class);
        when(engine.getSession()).thenReturn(session);
        when(engine.getApplicationProtocol()).thenThrow(new UnsupportedOperationException());
        when(session.getCipherSuite()).thenReturn("SUITE");
        recording(delegate).startTls(engine);
        assertThat(log.events).containsExactly("tls SUITE ");
    }

    @Test
    void failedHandshakeIsNoTls() throws Exception {
        SSLHandshakeException failure = new SSLHandshakeException("no");
        doThrow(failure).when(delegate).startTls(any(SSLEngine.class));
        NetworkStreamInterface stream = recording(delegate);
        assertThatThrownBy(() -> stream.startTls(SSLContext.getDefault(), "a.test"))
                .isSameAs(failure);
        assertThat(log.events).containsExactly("startTls failed");
    }

    @Test
    void shutdownOutputIsPassedOnEachTimeAndToldOnce() throws IOException {
        IOException failure = new IOException("no");
        NetworkStreamInterface stream = recording(delegate);
        stream.shutdownOutput();
        stream.shutdownOutput();
        doThrow(failure).when(delegate).shutdownOutput();
        assertThatThrownBy(stream::shutdownOutput).isSameAs(failure);
        verify(delegate, times(3)).shutdownOutput();
        assertThat(log.events).containsExactly("output shut down", "shutdownOutput failed");
    }

    @Test
    void closeIsPassedOnEachTimeAndToldOnce() throws IOException {
        ScriptedStream scripted = new ScriptedStream();
        NetworkStreamInterface stream = recording(scripted);
        assertThat(stream.isOpen()).isTrue();
        stream.close();
        assertThat(stream.isOpen()).isFalse();
        assertThat(scripted.closes).isEqualTo(1);
        stream.close();
        assertThat(scripted.closes).isEqualTo(2);
        assertThat(log.events).containsExactly("closed");
    }

    @Test
    void streamThatFailsToCloseIsClosedAllTheSame() throws IOException {
        IOException failure = new IOException("no");
        doThrow(failure).when(delegate).close();
        NetworkStreamInterface stream = recording(delegate);
        assertThatThrownBy(stream::close).isSameAs(failure);
        assertThat(log.events).containsExactly("close failed", "closed");
    }

    @Test
    void uncheckedExceptionsPassByIdentity() throws IOException {
        IllegalStateException failure = new IllegalStateException("second reader");
        when(delegate.read(any(ByteBuffer.class))).thenThrow(failure);
        doThrow(failure).when(delegate).write(any(ByteBuffer.class));
        doThrow(failure).when(delegate).startTls(any(SSLEngine.class));
        NetworkStreamInterface stream = recording(delegate);
        assertThatThrownBy(stream::read).isSameAs(failure);
        assertThatThrownBy(() -> stream.write(new byte[1])).isSameAs(failure);
        assertThatThrownBy(() -> stream.startTls(mock(SSLEngine.class))).isSameAs(failure);
        assertThat(log.events).containsExactly("beforeRead");
    }

    @Test
    void streamLooksLikeItsDelegate() {
        NetworkStreamInterface stream = recording(new ScriptedStream());
        assertThat(stream).hasToString("<ScriptedStream>");
        assertThat(stream.getExtraInfo("server_addr")).isEqualTo(ScriptedStream.SERVER);
        assertThat(stream.getExtraInfo("unknown")).isNull();
    }

    private NetworkStreamInterface recording(NetworkStreamInterface stream) {
        return new RecordingStream(stream, failsafe(log));
    }

    private static FailsafeRecorder failsafe(ConnectionRecorder log) {
        FailsafeRecorder failsafe = new FailsafeRecorder(new WarnOnce());
        failsafe.begin(log);
        return failsafe;
    }
}
