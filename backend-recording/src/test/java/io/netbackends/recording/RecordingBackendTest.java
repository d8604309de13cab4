// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentCaptor;

class RecordingBackendTest {
    private static final String CONNECTED = "connected " + ScriptedStream.CLIENT + " " + ScriptedStream.SERVER;
    private static final String ACCEPTED = "accepted " + ScriptedStream.SERVER + " " + ScriptedStream.CLIENT;

    private final EventLog log = new EventLog();
    private final ScriptedStream scripted = new ScriptedStream().thenReads("hello");
    private final NetworkBackendInterface backend = new RecordingBackend(new ScriptedBackend(scripted), log);

    static List<Throwable> failures() {
        return List.of(new AssertionError("bug"), new IOException("full"), new IllegalStateException("bug"));
    }

    @Test
    void connectionsAreRecordedHoweverTheyAreOpened() throws IOException {
        backend.connect("a.test", 80).write(new byte[] {'a'});
        backend.connect(InetSocketAddress.createUnresolved("a.test", 80)).write(new byte[] {'b'});
        backend.connect(UnixDomainSocketAddress.of("/run/a")).write(new byte[] {'c'});
        backend.listen("a.test", 80).accept().write(new byte[] {'d'});
        assertThat(log.events)
                .containsExactly(
                        CONNECTED, "written a", CONNECTED, "written b", CONNECTED, "written c", ACCEPTED, "written d");
    }

    /** The recorder from the package's Javadoc, verbatim. */
    static final class ByteCounter implements Recorder {
        final LongAdder read = new LongAdder();
        final LongAdder written = new LongAdder();

        public ConnectionRecorder opened(ConnectionInfo connection) {
            return new ConnectionRecorder() {
                public void read(ByteBuffer bytes) {
                    read.add(bytes.remaining());
                }

                public void written(ByteBuffer bytes) {
                    written.add(bytes.remaining());
                }
            };
        }
    }

    @Test
    void recorderOfOnesOwnNeedsTwoMethods() throws IOException {
        ByteCounter counter = new ByteCounter();
        use(new RecordingBackend(new ScriptedBackend(scripted), counter).connect("a.test", 80));
        assertThat(counter.read.sum()).isEqualTo(5);
        assertThat(counter.written.sum()).isEqualTo(4);
    }

    @Test
    void failureToConnectPassesByIdentity() throws IOException {
        ConnectException refused = new ConnectException("refused");
        NetworkBackendInterface delegate = mock(NetworkBackendInterface.class);
        when(delegate.connect(any(ConnectRequest.class))).thenThrow(refused);
        assertThatThrownBy(() -> new RecordingBackend(delegate, log).connect("a.test", 80))
                .isSameAs(refused);
        assertThat(log.failures).containsExactly(refused);
    }

    @Test
    void failureToConnectIsToldWithWhatWasAskedFor() throws IOException {
        NetworkBackendInterface delegate = mock(NetworkBackendInterface.class, "<A>");
        when(delegate.connect(any(ConnectRequest.class))).thenThrow(new ConnectException());
        when(delegate.connect(any(SocketAddress.class))).thenThrow(new ConnectException());
        NetworkBackendInterface failing = new RecordingBackend(delegate, log);
        assertThatThrownBy(() -> failing.connect("[::1]", 80)).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> failing.connect(InetSocketAddress.createUnresolved("a.test", 80)))
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> failing.connect(UnixDomainSocketAddress.of("/run/a")))
                .isInstanceOf(ConnectException.class);
        assertThat(log.events)
                .containsExactly(
                        "not connected to ::1/<unresolved>:80 by <A>",
                        "not connected to a.test/<unresolved>:80 by <A>",
                        "not connected to /run/a by <A>");
    }

    @Test
    void recorderThatFailsOverFailureToConnectChangesNothing() throws IOException {
        ConnectException refused = new ConnectException("refused");
        NetworkBackendInterface delegate = mock(NetworkBackendInterface.class);
        when(delegate.connect(any(ConnectRequest.class))).thenThrow(refused);
        Recorder recorder = mock(Recorder.class);
        doThrow(new IllegalStateException("bug")).when(recorder).connectFailed(any(), any());
        try (Warnings warnings = new Warnings()) {
            assertThatThrownBy(() -> new RecordingBackend(delegate, recorder).connect("a.test", 80))
                    .isSameAs(refused);
            assertThat(warnings.messages()).hasSize(1);
        }
    }

    @Test
    void targetIsWhatTheProgramAskedFor() throws IOException {
        backend.connect("[::1]", 80);
        backend.connect(UnixDomainSocketAddress.of("/run/a"));
        backend.listen("a.test", 80).accept();
        assertThat(log.targets)
                .containsExactly(
                        "::1/<unresolved>:80 by <ScriptedBackend>",
                        "/run/a by <ScriptedBackend>",
                        "null by <ScriptedBackend>");
    }

    @Test
    void twiceDecoratedStreamIsRecordedByBoth() throws IOException {
        EventLog outer = new EventLog();
        new RecordingBackend(backend, outer).connect("a.test", 80).close();
        assertThat(log.events).isEqualTo(outer.events).containsExactly(CONNECTED, "closed");
        assertThat(scripted.closes).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void recorderThatFailsIsWarnedOfOnceAndHearsNoMoreOfTheConnection(Throwable failure) throws IOException {
        ConnectionRecorder connection = mock(ConnectionRecorder.class);
        doThrow(failure).when(connection).written(any(ByteBuffer.class));
        try (Warnings warnings = new Warnings()) {
            NetworkBackendInterface failing = new RecordingBackend(new ScriptedBackend(scripted), opened -> connection);
            use(failing.connect("a.test", 80));
            verify(connection).beforeCall("write");
            verify(connection).written(any(ByteBuffer.class));
            verifyNoMoreInteractions(connection);
            use(failing.connect("a.test", 80));
            assertThat(warnings.messages()).containsExactly("a recorder failed; its connection continues unrecorded");
            assertThat(warnings.cause()).isSameAs(failure);
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void recorderThatFailsAtOnceIsWarnedOfOnceToo(Throwable failure) throws IOException {
        Recorder recorder = mock(Recorder.class);
        when(recorder.opened(any())).thenThrow(failure);
        try (Warnings warnings = new Warnings()) {
            NetworkBackendInterface failing = new RecordingBackend(new ScriptedBackend(scripted), recorder);
            use(failing.connect("a.test", 80));
            use(failing.listen("a.test", 80).accept());
            assertThat(warnings.messages()).hasSize(1);
            assertThat(warnings.cause()).isSameAs(failure);
        }
    }

    @Test
    void recorderThatReturnsNothingBreaksNoStream() throws IOException {
        try (Warnings warnings = new Warnings()) {
            use(new RecordingBackend(new ScriptedBackend(scripted), connection -> null).connect("a.test", 80));
            assertThat(warnings.cause()).hasMessage("opened() returned null");
        }
    }

    @Test
    void failureIsWarnedOfOncePerBackend() throws IOException {
        try (Warnings warnings = new Warnings()) {
            Recorder recorder = connection -> null;
            new RecordingBackend(new ScriptedBackend(scripted), recorder).connect("a.test", 80);
            new RecordingBackend(new ScriptedBackend(scripted), recorder).connect("a.test", 80);
            assertThat(warnings.messages()).hasSize(2);
        }
    }

    @Test
    void backendNamesWhatItWraps() {
        assertThat(backend).hasToString("<RecordingBackend [<ScriptedBackend>]>");
    }

    @Test
    void nullIsRejected() {
        assertThatThrownBy(() -> new RecordingBackend(null, log)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new RecordingBackend(backend, null)).isInstanceOf(NullPointerException.class);
    }

    private static void use(NetworkStreamInterface stream) throws IOException {
        stream.write(new byte[] {1, 2, 3});
        stream.write(new byte[] {4});
        stream.read();
        stream.close();
    }

    @Test
    void aResolvedAddressIsRecordedByNameAndPassedOnAsItIs() throws IOException {
        NetworkBackendInterface delegate = mock(NetworkBackendInterface.class, "<A>");
        when(delegate.connect(any(ConnectRequest.class))).thenThrow(new ConnectException());
        ConnectRequest request = ConnectRequest.to("a.test", 80)
                .withAddresses(List.of(InetAddress.getByAddress(new byte[] {10, 0, 0, 1})));
        assertThatThrownBy(() -> new RecordingBackend(delegate, log).connect(request))
                .isInstanceOf(ConnectException.class);
        assertThat(log.events).containsExactly("not connected to a.test/<unresolved>:80 by <A>");
        ArgumentCaptor<ConnectRequest> passedOn = ArgumentCaptor.forClass(ConnectRequest.class);
        verify(delegate).connect(passedOn.capture());
        assertThat(passedOn.getValue().addresses()).isEqualTo(request.addresses());
    }
}
