// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkStreamInterface;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;

/**
 * Forwards every call, then reports its result to the recorder: the bytes that were moved, not those requested. It wraps the
 * stream above TLS, and so sees plaintext.
 */
final class RecordingStream extends ForwardingNetworkStream {
    private final FailsafeRecorder recorder;

    RecordingStream(NetworkStreamInterface delegate, FailsafeRecorder recorder) {
        super(delegate);
        this.recorder = recorder;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        int start = dst.position();
        recorder.beforeRead();
        int n;
        try {
            n = super.read(dst);
        } catch (IOException e) {
            recorder.failed("read", e);
            throw e;
        }
        recorder.read(dst, start);
        if (n < 0) {
            recorder.endOfStream();
        }
        return n;
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        int start = src.position();
        recorder.beforeCall("write");
        try {
            super.write(src);
        } catch (IOException e) {
            recorder.written(src, start); // part of it may have been sent
            recorder.failed("write", e);
            throw e;
        }
        recorder.written(src, start);
    }

    @Override
    public void startTls(SSLEngine engine) throws IOException {
        RecordedSslEngine.leaveTo(engine);
        recorder.beforeCall("startTls");
        try {
            super.startTls(engine);
        } catch (IOException e) {
            if (!isOpen()) { // otherwise a later call continues the handshake
                recorder.failed("startTls", e);
            }
            throw e;
        }
        recorder.tls(engine);
    }

    @Override
    public void shutdownOutput() throws IOException {
        recorder.beforeCall("shutdownOutput");
        try {
            super.shutdownOutput();
        } catch (IOException e) {
            recorder.failed("shutdownOutput", e);
            throw e;
        }
        recorder.outputShutDown();
    }

    @Override
    public void shutdownInput() throws IOException {
        Runnable failed = recorder.shuttingDownInput();
        try {
            super.shutdownInput();
        } catch (Throwable e) {
            failed.run();
            throw e;
        }
    }

    @Override
    public void abort() throws IOException {
        close(super::abort);
    }

    @Override
    public void close() throws IOException {
        close(super::close);
    }

    private void close(Closeable stream) throws IOException {
        recorder.beforeCall("close");
        try {
            stream.close();
        } catch (IOException e) {
            recorder.failed("close", e);
            throw e;
        } finally {
            recorder.closed();
        }
    }
}
