// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.async.AsyncForwardingNetworkStream;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.DecoratedCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;

/**
 * A {@link RecordingStream} whose calls do not wait: the recorder gets the result of a call before its future is complete.
 */
final class AsyncRecordingStream extends AsyncForwardingNetworkStream {
    private final FailsafeRecorder recorder;

    AsyncRecordingStream(AsyncNetworkStreamInterface delegate, FailsafeRecorder recorder) {
        super(delegate);
        this.recorder = recorder;
    }

    @Override
    public CompletableFuture<byte[]> read(int maxBytes) {
        recorder.beforeRead();
        return DecoratedCall.watched(super.read(maxBytes), this::received, failure -> {
            if (failure instanceof IOException recorded) { // a read that was cancelled has changed nothing
                recorder.failed("read", recorded);
            }
        });
    }

    private void received(byte[] bytes) {
        recorder.read(bytes);
        if (bytes.length == 0) {
            recorder.endOfStream();
        }
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer src) {
        if (src == null) {
            return super.write(src); // throws the NullPointerException
        }
        int start = src.position();
        recorder.beforeCall("write");
        return DecoratedCall.watched(super.write(src), sent -> recorder.written(src, start), failure -> {
            IOException recorded = CallFailure.of("write", failure);
            if (recorded != null) {
                recorder.written(src, start); // part of it may have been sent
                recorder.failed("write", recorded);
            }
        });
    }

    @Override
    public CompletableFuture<Void> startTls(SSLEngine engine) {
        RecordedSslEngine.leaveTo(engine);
        recorder.beforeCall("startTls");
        return DecoratedCall.watched(super.startTls(engine), done -> recorder.tls(engine), failed("startTls"));
    }

    @Override
    public CompletableFuture<Void> shutdownOutput() {
        recorder.beforeCall("shutdownOutput");
        return DecoratedCall.watched(
                super.shutdownOutput(), done -> recorder.outputShutDown(), failed("shutdownOutput"));
    }

    @Override
    public CompletableFuture<Void> shutdownInput() {
        Runnable failed = recorder.shuttingDownInput();
        return DecoratedCall.watched(super.shutdownInput(), done -> {}, failure -> failed.run());
    }

    @Override
    public CompletableFuture<Void> close() {
        recorder.beforeCall("close");
        return closed(super.close());
    }

    @Override
    public CompletableFuture<Void> abort() {
        recorder.beforeCall("close");
        return closed(super.abort());
    }

    private CompletableFuture<Void> closed(CompletableFuture<Void> closing) {
        Consumer<Throwable> failed = failed("close");
        return DecoratedCall.watched(closing, done -> recorder.closed(), failed.andThen(failure -> recorder.closed()));
    }

    private Consumer<Throwable> failed(String operation) {
        return failure -> {
            IOException recorded = CallFailure.of(operation, failure);
            if (recorded != null) {
                recorder.failed(operation, recorded);
            }
        };
    }
}
