// SPDX-License-Identifier: Apache-2.0
/**
 * A backend that wraps any other backend and shows or saves the bytes of its streams.
 *
 * <p>Without a change to the program, {@code -Dnetbackends.backend=recording} prints every line to the standard error
 * stream; {@code recording:nio} records what passes through the backend {@code nio}. {@link
 * io.netbackends.recording.RecordingBackendProvider} lists the settings: to a file, in other formats, some hosts only.
 *
 * <pre>{@code
 * [1] --- connected to 127.0.0.1:443
 * [1] --- TLSv1.3 TLS_AES_256_GCM_SHA384
 * [1] >>> GET / HTTP/1.1
 * [1] >>> Host: localhost
 * [1] >>> Authorization: ************
 * [1] >>>
 * [1] <<< HTTP/1.1 200 OK
 * [1] --- end of stream
 * [1] --- closed
 * }</pre>
 *
 * <p>Within a program, start with {@link io.netbackends.recording.RecordingBackend} and {@link
 * io.netbackends.recording.FileRecorder} or {@link io.netbackends.recording.TextRecorder}:
 *
 * <pre>{@code
 * NetworkBackendInterface net = new RecordingBackend(new NetworkBackend(), TextRecorder.toStandardError());
 * }</pre>
 *
 * <p>To process the bytes in another way, implement {@link io.netbackends.recording.Recorder}. This one counts them:
 *
 * <pre>{@code
 * final class ByteCounter implements Recorder {
 *     final LongAdder read = new LongAdder();
 *     final LongAdder written = new LongAdder();
 *
 *     public ConnectionRecorder opened(ConnectionInfo connection) {
 *         return new ConnectionRecorder() {
 *             public void read(ByteBuffer bytes) {
 *                 read.add(bytes.remaining());
 *             }
 *
 *             public void written(ByteBuffer bytes) {
 *                 written.add(bytes.remaining());
 *             }
 *         };
 *     }
 * }
 * }</pre>
 *
 * <p>For all types: null is rejected with a {@link NullPointerException} unless marked nullable. Recording never changes
 * what a stream does: its results, its exceptions and its deadlines are the wrapped stream's. It takes some time, which no
 * {@link io.netbackends.Timeout} limits.
 */
@NullMarked
package io.netbackends.recording;

import org.jspecify.annotations.NullMarked;
