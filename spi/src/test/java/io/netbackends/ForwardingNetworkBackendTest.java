// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwardingNetworkBackendTest {
    private static final InetSocketAddress INET = InetSocketAddress.createUnresolved("host", 80);
    private static final SocketAddress PATH = UnixDomainSocketAddress.of("/run/x");

    private final NetworkBackendInterface delegate = mock(NetworkBackendInterface.class);
    private final NetworkListenerInterface listener = mock(NetworkListenerInterface.class);
    private final NetworkStreamInterface stream = mock(NetworkStreamInterface.class);
    private final NetworkBackendInterface plain = new ForwardingNetworkBackend(delegate) {};
    private final NetworkBackendInterface decorating = new ForwardingNetworkBackend(delegate) {
        @Override
        protected NetworkStreamInterface decorate(NetworkStreamInterface raw) {
            return new Decorated(raw);
        }
    };

    @BeforeEach
    void setUp() throws Exception {
        when(delegate.connect("host", 80)).thenReturn(stream);
        when(delegate.connect(PATH)).thenReturn(stream);
        when(delegate.listen("host", 80)).thenReturn(listener);
        when(delegate.listen(PATH)).thenReturn(listener);
        when(listener.accept()).thenReturn(stream);
    }

    @Test
    void withoutDecorationStreamsComeThroughAsTheyAre() throws Exception {
        assertThat(plain.connect("host", 80)).isSameAs(stream);
        assertThat(plain.connect(INET)).isSameAs(stream);
        assertThat(plain.connect(PATH)).isSameAs(stream);
        assertThat(plain.listen("host", 80).accept()).isSameAs(stream);
    }

    @Test
    void decorateSeesConnectByHostName() throws Exception {
        assertDecoratedOnce(decorating.connect("host", 80));
    }

    @Test
    void decorateSeesConnectByInternetAddressOnce() throws Exception {
        assertDecoratedOnce(decorating.connect(INET));
    }

    @Test
    void decorateSeesConnectByAnotherKindOfAddress() throws Exception {
        assertDecoratedOnce(decorating.connect(PATH));
    }

    @Test
    void decorateSeesWhatIsAcceptedHoweverOneListens() throws Exception {
        assertDecoratedOnce(decorating.listen("host", 80).accept());
        assertDecoratedOnce(decorating.listen(INET).accept());
        assertDecoratedOnce(decorating.listen(PATH).accept());
    }

    @Test
    void internetAddressesComeDownToTheDecoratorsOwnConnectAndListen() throws Exception {
        NetworkBackendInterface redirecting = new ForwardingNetworkBackend(delegate) {
            @Override
            public NetworkStreamInterface connect(String host, int port) throws IOException {
                return super.connect("host", port + 1);
            }

            @Override
            public NetworkListenerInterface listen(String host, int port) throws IOException {
                return super.listen("host", port + 1);
            }
        };
        InetSocketAddress elsewhere = InetSocketAddress.createUnresolved("elsewhere", 79);

        assertThat(redirecting.connect(elsewhere)).isSameAs(stream);
        assertThat(redirecting.listen(elsewhere).accept()).isSameAs(stream);
    }

    @Test
    void aDecorationThatFailsClosesTheStream() throws Exception {
        IOException failure = new IOException("no");
        NetworkBackendInterface failing = failingWith(failure);

        assertThatThrownBy(() -> failing.connect("host", 80)).isSameAs(failure);
        verify(stream).close();
    }

    @Test
    void aDecorationOfAnAcceptedStreamThatFailsClosesTheStreamAndNotTheListener() throws Exception {
        RuntimeException failure = new IllegalStateException("no");
        NetworkListenerInterface decorated = failingWith(failure).listen("host", 80);

        assertThatThrownBy(decorated::accept).isSameAs(failure);
        verify(stream).close();
        verify(listener).accept();
        verifyNoMoreInteractions(listener);
    }

    @Test
    void aStreamThatFailsToCloseAfterAFailedDecorationDoesNotHideWhy() throws Exception {
        IOException failure = new IOException("no");
        IOException alsoFailed = new IOException("not closed either");
        doThrow(alsoFailed).when(stream).close();

        assertThatThrownBy(() -> failingWith(failure).connect("host", 80))
                .isSameAs(failure)
                .hasSuppressedException(alsoFailed);
    }

    @Test
    void theListenersOtherCallsAreForwarded() throws Exception {
        when(listener.getLocalAddress()).thenReturn(PATH);
        when(listener.toString()).thenReturn("<listener>");

        NetworkListenerInterface forwarding = decorating.listen("host", 80);

        assertThat(forwarding.getLocalAddress()).isSameAs(PATH);
        assertThat(forwarding).hasToString("<listener>");
        forwarding.close();
        verify(listener).close();
    }

    @Test
    void failuresOfTheDelegateComeThroughUnchanged() throws Exception {
        IOException failure = new IOException("refused");
        when(delegate.connect(any(), any(int.class))).thenThrow(failure);
        when(listener.accept()).thenThrow(failure);

        assertThatThrownBy(() -> decorating.connect("host", 80)).isSameAs(failure);
        assertThatThrownBy(() -> decorating.listen("host", 80).accept()).isSameAs(failure);
    }

    @Test
    void itSaysOfItselfWhatTheDelegateSays() {
        when(delegate.toString()).thenReturn("<TestBackend>");
        assertThat(plain).hasToString("<TestBackend>");
    }

    @Test
    void thereMustBeADelegate() {
        assertThatNullPointerException()
                .isThrownBy(() -> new ForwardingNetworkBackend(null) {})
                .withMessage("delegate");
    }

    private void assertDecoratedOnce(NetworkStreamInterface decorated) {
        assertThat(decorated)
                .isInstanceOfSatisfying(Decorated.class, d -> assertThat(d.raw).isSameAs(stream));
    }

    private NetworkBackendInterface failingWith(Exception failure) {
        return new ForwardingNetworkBackend(delegate) {
            @Override
            protected NetworkStreamInterface decorate(NetworkStreamInterface raw) throws IOException {
                if (failure instanceof RuntimeException e) {
                    throw e;
                }
                throw (IOException) failure;
            }
        };
    }

    private static final class Decorated extends ForwardingNetworkStream {
        private final NetworkStreamInterface raw;

        Decorated(NetworkStreamInterface raw) {
            super(raw);
            this.raw = raw;
        }
    }

    @Test
    void requestsArePassedOnAsTheyAreAndDecorated() throws Exception {
        ConnectRequest request = ConnectRequest.to("host", 80).withCancellation(new CancellationSignal());
        when(delegate.connect(request)).thenReturn(stream);
        assertThat(plain.connect(request)).isSameAs(stream);
        assertDecoratedOnce(decorating.connect(request));
    }

    @Test
    void everyConnectToAHostGoesThroughTheRequestThatADecoratorOverrides() throws Exception {
        NetworkBackendInterface redirecting = new ForwardingNetworkBackend(delegate) {
            @Override
            public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
                return super.connect(request.withTarget("host", request.port() + 1));
            }
        };
        InetSocketAddress resolved =
                new InetSocketAddress(InetAddress.getByAddress("elsewhere", new byte[] {10, 0, 0, 1}), 79);

        assertThat(redirecting.connect("elsewhere", 79)).isSameAs(stream);
        assertThat(redirecting.connect(InetSocketAddress.createUnresolved("elsewhere", 79)))
                .isSameAs(stream);
        assertThat(redirecting.connect(resolved)).isSameAs(stream);
        assertThat(redirecting.connect(ConnectRequest.to("elsewhere", 79))).isSameAs(stream);
    }
}
