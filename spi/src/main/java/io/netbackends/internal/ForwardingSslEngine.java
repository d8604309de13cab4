// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A TLS engine that forwards each call to another one. */
public abstract class ForwardingSslEngine extends SSLEngine {
    private final SSLEngine delegate;

    /**
     * Creates an engine.
     *
     * @param delegate gets the calls
     */
    protected ForwardingSslEngine(SSLEngine delegate) {
        super(delegate.getPeerHost(), delegate.getPeerPort());
        this.delegate = delegate;
    }

    /** Returns the innermost engine: {@code engine} itself, or the one that it forwards to. */
    public static SSLEngine innermost(SSLEngine engine) {
        return engine instanceof ForwardingSslEngine forwarding ? innermost(forwarding.delegate) : engine;
    }

    /** {@return the engine that gets the calls} */
    protected final SSLEngine delegate() {
        return delegate;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
        return delegate.wrap(srcs, offset, length, dst);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        return delegate.unwrap(src, dsts, offset, length);
    }

    @Override
    public final @Nullable Runnable getDelegatedTask() {
        return delegate.getDelegatedTask();
    }

    @Override
    public void closeInbound() throws SSLException {
        delegate.closeInbound();
    }

    @Override
    public final boolean isInboundDone() {
        return delegate.isInboundDone();
    }

    @Override
    public void closeOutbound() {
        delegate.closeOutbound();
    }

    @Override
    public final boolean isOutboundDone() {
        return delegate.isOutboundDone();
    }

    @Override
    public final String[] getSupportedCipherSuites() {
        return delegate.getSupportedCipherSuites();
    }

    @Override
    public final String[] getEnabledCipherSuites() {
        return delegate.getEnabledCipherSuites();
    }

    @Override
    public final void setEnabledCipherSuites(String[] suites) {
        delegate.setEnabledCipherSuites(suites);
    }

    @Override
    public final String[] getSupportedProtocols() {
        return delegate.getSupportedProtocols();
    }

    @Override
    public final String[] getEnabledProtocols() {
        return delegate.getEnabledProtocols();
    }

    @Override
    public final void setEnabledProtocols(String[] protocols) {
        delegate.setEnabledProtocols(protocols);
    }

    @Override
    public final SSLSession getSession() {
        return delegate.getSession();
    }

    @Override
    public final @Nullable SSLSession getHandshakeSession() {
        return delegate.getHandshakeSession();
    }

    @Override
    public final void beginHandshake() throws SSLException {
        delegate.beginHandshake();
    }

    @Override
    public final HandshakeStatus getHandshakeStatus() {
        return delegate.getHandshakeStatus();
    }

    @Override
    public final void setUseClientMode(boolean mode) {
        delegate.setUseClientMode(mode);
    }

    @Override
    public final boolean getUseClientMode() {
        return delegate.getUseClientMode();
    }

    @Override
    public final void setNeedClientAuth(boolean need) {
        delegate.setNeedClientAuth(need);
    }

    @Override
    public final boolean getNeedClientAuth() {
        return delegate.getNeedClientAuth();
    }

    @Override
    public final void setWantClientAuth(boolean want) {
        delegate.setWantClientAuth(want);
    }

    @Override
    public final boolean getWantClientAuth() {
        return delegate.getWantClientAuth();
    }

    @Override
    public final void setEnableSessionCreation(boolean flag) {
        delegate.setEnableSessionCreation(flag);
    }

    @Override
    public final boolean getEnableSessionCreation() {
        return delegate.getEnableSessionCreation();
    }

    @Override
    public final SSLParameters getSSLParameters() {
        return delegate.getSSLParameters();
    }

    @Override
    public final void setSSLParameters(SSLParameters parameters) {
        delegate.setSSLParameters(parameters);
    }

    @Override
    public final @Nullable String getApplicationProtocol() {
        return delegate.getApplicationProtocol();
    }

    @Override
    public final @Nullable String getHandshakeApplicationProtocol() {
        return delegate.getHandshakeApplicationProtocol();
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(
            @Nullable BiFunction<SSLEngine, List<String>, String> selector) {
        delegate.setHandshakeApplicationProtocolSelector(selector);
    }

    @Override
    public @Nullable BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
        return delegate.getHandshakeApplicationProtocolSelector();
    }
}
