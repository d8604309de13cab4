// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The part of an {@link SSLSocket} that delegates: addresses and options are those of the underlying socket, the TLS
 * parameters are stored for the handshake.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // an option must not wait for a reader
abstract class LayeredSSLSocket extends SSLSocket {
    private final Socket below;
    private final TlsSettings settings;
    private final HandshakeListeners listeners = new HandshakeListeners();

    LayeredSSLSocket(Socket below, TlsSettings settings) {
        this.below = below;
        this.settings = settings;
    }

    final Socket below() {
        return below;
    }

    final TlsSettings settings() {
        return settings;
    }

    final HandshakeListeners listeners() {
        return listeners;
    }

    @Override
    public final void bind(@Nullable SocketAddress local) throws IOException {
        below.bind(local);
    }

    @Override
    public final boolean isBound() {
        return below.isBound();
    }

    @Override
    public final boolean isConnected() {
        return below.isConnected();
    }

    @Override
    public final @Nullable InetAddress getInetAddress() {
        return below.getInetAddress();
    }

    @Override
    public final InetAddress getLocalAddress() {
        return below.getLocalAddress();
    }

    @Override
    public final int getPort() {
        return below.getPort();
    }

    @Override
    public final int getLocalPort() {
        return below.getLocalPort();
    }

    @Override
    public final @Nullable SocketAddress getRemoteSocketAddress() {
        return below.getRemoteSocketAddress();
    }

    @Override
    public final @Nullable SocketAddress getLocalSocketAddress() {
        return below.getLocalSocketAddress();
    }

    @Override
    public final @Nullable SocketChannel getChannel() {
        return null;
    }

    @Override
    public final void setTcpNoDelay(boolean on) throws SocketException {
        below.setTcpNoDelay(on);
    }

    @Override
    public final boolean getTcpNoDelay() throws SocketException {
        return below.getTcpNoDelay();
    }

    @Override
    public final void setSoLinger(boolean on, int seconds) throws SocketException {
        below.setSoLinger(on, seconds);
    }

    @Override
    public final int getSoLinger() throws SocketException {
        return below.getSoLinger();
    }

    @Override
    public final void setSoTimeout(int millis) throws SocketException {
        below.setSoTimeout(millis);
    }

    @Override
    public final int getSoTimeout() throws SocketException {
        return below.getSoTimeout();
    }

    @Override
    public final void setSendBufferSize(int size) throws SocketException {
        below.setSendBufferSize(size);
    }

    @Override
    public final int getSendBufferSize() throws SocketException {
        return below.getSendBufferSize();
    }

    @Override
    public final void setReceiveBufferSize(int size) throws SocketException {
        below.setReceiveBufferSize(size);
    }

    @Override
    public final int getReceiveBufferSize() throws SocketException {
        return below.getReceiveBufferSize();
    }

    @Override
    public final void setKeepAlive(boolean on) throws SocketException {
        below.setKeepAlive(on);
    }

    @Override
    public final boolean getKeepAlive() throws SocketException {
        return below.getKeepAlive();
    }

    @Override
    public final void setTrafficClass(int value) throws SocketException {
        below.setTrafficClass(value);
    }

    @Override
    public final int getTrafficClass() throws SocketException {
        return below.getTrafficClass();
    }

    @Override
    public final void setReuseAddress(boolean on) throws SocketException {
        below.setReuseAddress(on);
    }

    @Override
    public final boolean getReuseAddress() throws SocketException {
        return below.getReuseAddress();
    }

    @Override
    public final void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
        below.setPerformancePreferences(connectionTime, latency, bandwidth);
    }

    @Override
    public final <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
        below.setOption(option, value);
        return this;
    }

    @Override
    public final <T> T getOption(SocketOption<T> option) throws IOException {
        return below.getOption(option);
    }

    @Override
    public final Set<SocketOption<?>> supportedOptions() {
        return below.supportedOptions();
    }

    @Override
    public final void setOOBInline(boolean on) throws SocketException {
        throw new SocketException(
                "This method is ineffective, since sending urgent data is not supported by SSLSockets");
    }

    @Override
    public final boolean getOOBInline() throws SocketException {
        throw new SocketException(
                "This method is ineffective, since sending urgent data is not supported by SSLSockets");
    }

    @Override
    public final void sendUrgentData(int data) throws SocketException {
        throw new SocketException("This method is not supported by SSLSockets");
    }

    @Override
    public final String[] getSupportedCipherSuites() {
        return settings.kept().getSupportedCipherSuites();
    }

    @Override
    public final String[] getEnabledCipherSuites() {
        return settings.kept().getEnabledCipherSuites();
    }

    @Override
    public final void setEnabledCipherSuites(String[] suites) {
        settings.kept().setEnabledCipherSuites(suites);
    }

    @Override
    public final String[] getSupportedProtocols() {
        return settings.kept().getSupportedProtocols();
    }

    @Override
    public final String[] getEnabledProtocols() {
        return settings.kept().getEnabledProtocols();
    }

    @Override
    public final void setEnabledProtocols(String[] protocols) {
        settings.kept().setEnabledProtocols(protocols);
    }

    @Override
    public final SSLParameters getSSLParameters() {
        return settings.kept().getSSLParameters();
    }

    @Override
    public final void setSSLParameters(SSLParameters parameters) {
        settings.kept().setSSLParameters(parameters);
    }

    @Override
    public final boolean getUseClientMode() {
        return settings.kept().getUseClientMode();
    }

    @Override
    public final void setNeedClientAuth(boolean need) {
        settings.kept().setNeedClientAuth(need);
    }

    @Override
    public final boolean getNeedClientAuth() {
        return settings.kept().getNeedClientAuth();
    }

    @Override
    public final void setWantClientAuth(boolean want) {
        settings.kept().setWantClientAuth(want);
    }

    @Override
    public final boolean getWantClientAuth() {
        return settings.kept().getWantClientAuth();
    }

    @Override
    public final void setEnableSessionCreation(boolean flag) {
        settings.kept().setEnableSessionCreation(flag);
    }

    @Override
    public final boolean getEnableSessionCreation() {
        return settings.kept().getEnableSessionCreation();
    }

    @Override
    public final void setHandshakeApplicationProtocolSelector(
            @Nullable BiFunction<SSLSocket, List<String>, String> selector) {
        settings.setSelector(selector);
    }

    @Override
    public final @Nullable BiFunction<SSLSocket, List<String>, String> getHandshakeApplicationProtocolSelector() {
        return settings.selector();
    }

    @Override
    public final void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
        listeners.add(listener);
    }

    @Override
    public final void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
        listeners.remove(listener);
    }
}
