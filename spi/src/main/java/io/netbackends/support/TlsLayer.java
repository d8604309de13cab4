// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.ExtraInfo;
import io.netbackends.TlsTruncation;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The common part of {@link TlsTransport} and {@link AsyncTlsTransport}: everything that neither waits nor closes. */
abstract class TlsLayer implements BaseTransport {
    final TlsMachine machine;
    private final BaseTransport transport;
    private final TlsTruncation truncation;
    private volatile boolean inputShutDown;

    /** The failure of a record after others whose data the reader gets first. Used by the reader only. */
    private @Nullable SSLException nextFailure;

    TlsLayer(BaseTransport transport, TlsMachine machine, TlsTruncation truncation) {
        this.transport = transport;
        this.machine = machine;
        this.truncation = truncation;
    }

    final boolean isInputShutDown() {
        return inputShutDown;
    }

    /** Throws the failure of the record that followed the data of the last read. */
    final void checkNextFailure() throws SSLException {
        if (nextFailure != null) {
            throw nextFailure;
        }
    }

    /** Decrypts as {@link TlsMachine#decrypt} does, and also further records that are complete and fit. */
    final TlsMachine.Need decryptAll(ByteBuffer dst) throws SSLException {
        TlsMachine.Need need = machine.decrypt(dst);
        if (need == TlsMachine.Need.NOTHING) {
            decryptMore(dst);
        }
        return need;
    }

    private void decryptMore(ByteBuffer dst) {
        try {
            while (machine.hasRecordFor(dst) && machine.decrypt(dst) == TlsMachine.Need.NOTHING) {
                // the next one
            }
        } catch (SSLException e) {
            nextFailure = e;
        }
    }

    /** Fails if the transport below has ended without close_notify, unless that counts as the end of the stream. */
    final void checkTruncation() throws SSLException {
        SSLException truncated = TlsClosePolicy.judgeEnd(machine, truncation);
        if (truncated != null) {
            throw truncated;
        }
    }

    /** The peer is not notified, since TLS has no message for this. */
    @Override
    public void shutdownInput() throws IOException {
        inputShutDown = true;
        try {
            transport.shutdownInput();
        } catch (Throwable e) {
            inputShutDown = false;
            throw e;
        }
    }

    @Override
    public final @Nullable Object getExtraInfo(String key) {
        SSLEngine engine = machine.engine();
        if (key.equals(ExtraInfo.SSL_OBJECT.name())) {
            return engine;
        }
        return key.equals(ExtraInfo.SSL_SESSION.name()) ? engine.getSession() : transport.getExtraInfo(key);
    }

    @Override
    public final <T> void setOption(SocketOption<T> option, T value) throws IOException {
        transport.setOption(option, value);
    }

    @Override
    public final <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return transport.getOption(option);
    }

    @Override
    public final Set<SocketOption<?>> supportedOptions() {
        return transport.supportedOptions();
    }

    @Override
    public final IOException named(String operation, IOException failure) {
        return failure instanceof SSLException
                ? NetworkFailures.during(operation, failure)
                : transport.named(operation, failure);
    }
}
