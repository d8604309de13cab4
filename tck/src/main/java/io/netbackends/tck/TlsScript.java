// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * The kit's end of a TLS connection, record by record: a record is first made, then sent, so that a case can split, delay or
 * replace it. Used by one thread at a time.
 */
final class TlsScript {
    private static final int RECORD = 33 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ScriptedPeer peer;
    private final SSLEngine engine;
    private final ByteBuffer input = ByteBuffer.allocate(2 * RECORD).flip();
    private final ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
    private final int slice;
    private Pause pause = () -> {};
    private int recordsRead;

    private TlsScript(ScriptedPeer peer, SSLEngine engine, int slice) {
        this.peer = peer;
        this.engine = engine;
        this.slice = slice;
    }

    /** A server with this version of TLS only. */
    static TlsScript server(ScriptedPeer peer, String protocol) {
        return sliced(peer, protocol, Integer.MAX_VALUE);
    }

    /** A server that reads and writes a given number of bytes at a time. */
    static TlsScript sliced(ScriptedPeer peer, String protocol, int slice) {
        SSLEngine engine = TlsMaterial.server().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {protocol});
        return new TlsScript(peer, engine, slice);
    }

    /** Called before a message is sent. */
    @FunctionalInterface
    interface Pause {
        void run() throws InterruptedException;
    }

    /** From now on, pauses before each message of a handshake; returns this. */
    TlsScript pausing(Pause before) {
        pause = before;
        return this;
    }

    /** Switches the stream to TLS; the handshake must succeed at both ends. */
    TlsScript shakeHandsWith(NetworkStreamInterface stream, CaseContext kit) throws Exception {
        return shakeHandsWith(stream, kit.clientContext(), kit);
    }

    /** Switches the stream to TLS with engines of a context; the handshake must succeed at both ends. */
    TlsScript shakeHandsWith(NetworkStreamInterface stream, SSLContext context, CaseContext kit) throws Exception {
        BackgroundCall<Boolean> handshake = kit.start(() -> {
            shakeHands();
            return true;
        });
        stream.startTls(context, TlsMaterial.HOST);
        handshake.get();
        return this;
    }

    void shakeHands() throws IOException, InterruptedException {
        engine.beginHandshake();
        for (; ; ) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> {
                    byte[] message = wrap(NOTHING);
                    pause.run();
                    send(message);
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> readRecord();
                case NEED_TASK -> runTasks();
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    /** Returns the data as records, one for each 16 KiB; for no data, one empty record. */
    byte[] records(byte[] data) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        ByteBuffer src = ByteBuffer.wrap(data);
        do {
            records.writeBytes(wrap(src));
        } while (src.hasRemaining());
        return records.toByteArray();
    }

    /** Returns the message that ends this peer's data; no other message can be made afterwards. */
    byte[] closeNotify() throws IOException {
        engine.closeOutbound();
        return wrap(NOTHING);
    }

    /** Returns a message by which this peer updates its keys and requests an update by the other side; TLS 1.3. */
    byte[] keyUpdate() throws IOException {
        engine.beginHandshake();
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        while (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
            records.writeBytes(wrap(NOTHING));
        }
        return records.toByteArray();
    }

    void send(byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length; from += Math.min(slice, bytes.length - from)) {
            peer.output().write(bytes, from, Math.min(slice, bytes.length - from));
            peer.output().flush();
        }
    }

    void sendData(byte[] data) throws IOException {
        send(records(data));
    }

    /** Waits for a number of bytes of data. */
    byte[] read(int count) throws IOException {
        while (plaintext.size() < count) {
            if (!readRecord()) {
                throw new EOFException("the peer got " + plaintext.size() + " bytes and then close_notify; " + count
                        + " bytes were required");
            }
        }
        byte[] data = plaintext.toByteArray();
        plaintext.reset();
        plaintext.write(data, count, data.length - count);
        return java.util.Arrays.copyOf(data, count);
    }

    /** Reads all data, and the close_notify that must follow. */
    byte[] readToCloseNotify() throws IOException {
        while (readRecord()) {
            // stays in the buffer
        }
        return plaintext.toByteArray();
    }

    /** Reads all data up to any kind of end; a record that cannot be decrypted is an error. */
    byte[] readToAnyEnd() throws IOException {
        try {
            return readToCloseNotify();
        } catch (javax.net.ssl.SSLException e) {
            throw e;
        } catch (IOException e) { // truncated
            return plaintext.toByteArray();
        }
    }

    /** The number of records received so far, including those of the handshake. */
    int recordsRead() {
        return recordsRead;
    }

    /** Receives one record; returns false if close_notify has arrived. */
    private boolean readRecord() throws IOException {
        for (; ; ) {
            ByteBuffer data = ByteBuffer.allocate(RECORD);
            SSLEngineResult result = engine.unwrap(input, data);
            plaintext.write(data.array(), 0, data.position());
            runTasks();
            recordsRead += result.bytesConsumed() > 0 ? 1 : 0;
            if (result.getStatus() == Status.CLOSED) {
                return false;
            }
            if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
                return true;
            }
            fill();
        }
    }

    private void fill() throws IOException {
        input.compact();
        int n = peer.input().read(input.array(), input.position(), Math.min(slice, input.remaining()));
        input.position(input.position() + Math.max(0, n)).flip();
        if (n < 0) {
            throw new EOFException("the stream under test ended its output without close_notify");
        }
    }

    private byte[] wrap(ByteBuffer src) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(RECORD);
        engine.wrap(src, record);
        runTasks();
        return java.util.Arrays.copyOf(record.array(), record.position());
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
