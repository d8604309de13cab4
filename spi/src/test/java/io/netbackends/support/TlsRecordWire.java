// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.support.TlsMachine.Need;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A transport whose peer is a TLS machine on the same thread, and which returns one record per read. */
final class TlsRecordWire implements Transport {
    private final TlsMachine peer;

    /** The alert that the peer has received. */
    @Nullable
    SSLException alert;

    final ByteBuffer received = ByteBuffer.allocate(64 * 1024);
    boolean closed;

    TlsRecordWire(TlsMachine peer) {
        this.peer = peer;
    }

    /** The peer decrypts the written records, and sends its messages. */
    @Override
    public void write(ByteBuffer src) throws IOException {
        peer.inEncrypted().beginFill().put(src);
        peer.inEncrypted().endFill();
        try {
            react();
        } catch (SSLException e) {
            alert = e;
        }
    }

    void react() throws SSLException {
        for (; ; ) {
            Need need = peer.decrypt(received);
            if (peer.wantsToSend()) {
                peer.encryptOwnMessages();
            }
            if (need == Need.TASKS) {
                peer.runTasks();
            } else if (need == Need.INPUT || need == Need.END) {
                return;
            }
        }
    }

    @Override
    public int read(ByteBuffer dst) {
        ByteBuffer records = peer.outEncrypted().content();
        if (!records.hasRemaining()) {
            return -1;
        }
        int size = 5 + Short.toUnsignedInt(records.getShort(records.position() + 3));
        dst.put(records.slice(records.position(), size));
        records.position(records.position() + size);
        return size;
    }

    @Override
    public void shutdownOutput() {}

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return null;
    }

    @Override
    public void close() {
        closed = true;
    }
}
