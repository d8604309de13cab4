// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.support.NetworkStream;
import io.netbackends.support.Transport;
import io.netbackends.testsupport.Thorough;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The kit detects streams with one TLS defect each. */
@Thorough
@Execution(ExecutionMode.CONCURRENT)
class TlsMutantsTest {
    private static void assertKilled(UnaryOperator<NetworkStreamInterface> defect, String... ids) {
        Mutants.assertKilled(new StreamMutant(defect), ids);
    }

    @Test
    void theStreamThatIsSpoiledIsSound() {
        Set<String> ids = Set.of("DLH_02", "DLH_04", "TLS_23", "TLS_28");
        TckFixture sound = new StreamMutant(stream -> over(new Sound(stream)));
        assertThat(CaseRegistry.cases().stream()
                        .filter(testCase -> ids.contains(testCase.id()))
                        .map(testCase -> Tck.run(testCase, sound, false)))
                .hasSizeGreaterThanOrEqualTo(ids.size())
                .allMatch(TckReport.Result::passed);
    }

    private static NetworkStreamInterface over(Transport transport) {
        return new NetworkStream(transport, "mutant");
    }

    /** Adapts a correct stream to a transport; subclasses add a defect. */
    private static class Sound implements Transport {
        final NetworkStreamInterface stream;

        Sound(NetworkStreamInterface stream) {
            this.stream = stream;
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            return stream.read(dst);
        }

        @Override
        public void write(ByteBuffer src) throws IOException {
            stream.write(src);
        }

        @Override
        public void shutdownOutput() throws IOException {
            stream.shutdownOutput();
        }

        @Override
        public @Nullable Object getExtraInfo(String key) {
            return stream.getExtraInfo(key);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    @Test
    void aTimeoutStartedAnewForEachReadOfTheHandshake() {
        assertKilled(
                stream ->
                        new ForwardingNetworkStream(over(new Sound(stream) {
                            @Override
                            public int read(ByteBuffer dst) throws IOException {
                                try (Timeout restarted = Timeout.after(Duration.ofSeconds(1))) {
                                    return restarted.isExpired() ? -1 : super.read(dst);
                                }
                            }
                        })) {
                            @Override
                            public void startTls(SSLEngine engine) throws IOException {
                                FutureTask<@Nullable Void> withoutDeadline = new FutureTask<>(() -> {
                                    super.startTls(engine);
                                    return null;
                                });
                                new Thread(withoutDeadline).start();
                                try {
                                    withoutDeadline.get();
                                } catch (ExecutionException | InterruptedException e) {
                                    throw e.getCause() instanceof IOException io ? io : new IOException(e);
                                }
                            }
                        },
                "DLH_02");
    }

    @Test
    void anEmptyArrayInPlaceOfWaitingForData() {
        assertKilled(
                stream -> new ForwardingNetworkStream(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        try {
                            return super.read(dst);
                        } catch (NetworkTimeoutException e) {
                            return -1;
                        }
                    }
                },
                "TLS_31");
    }

    @Test
    void aCloseThatWaitsForTheWriter() {
        assertKilled(
                stream -> new ForwardingNetworkStream(stream) {
                    private final ReentrantLock lock = new ReentrantLock();

                    @Override
                    public void write(ByteBuffer src) throws IOException {
                        lock.lock();
                        try {
                            super.write(src);
                        } finally {
                            lock.unlock();
                        }
                    }

                    @Override
                    public void close() throws IOException {
                        lock.lock();
                        try {
                            super.close();
                        } finally {
                            lock.unlock();
                        }
                    }
                },
                "DLX_02");
    }

    @Test
    void aCloseThatWaitsForThePeersCloseNotify() {
        assertKilled(
                stream -> new ForwardingNetworkStream(stream) {
                    @Override
                    public void close() throws IOException {
                        if (isOpen()) {
                            shutdownOutput();
                            inputStream().transferTo(java.io.OutputStream.nullOutputStream());
                        }
                        super.close();
                    }
                },
                "DLX_03");
    }

    @Test
    void plaintextReadAheadAndHandedOutAfterTheHandshake() {
        assertKilled(
                stream -> new ForwardingNetworkStream(stream) {
                    private ByteBuffer ahead = ByteBuffer.allocate(0);

                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        if (!ahead.hasRemaining()) {
                            ahead = ByteBuffer.wrap(delegate().read());
                        }
                        int n = Math.min(dst.remaining(), ahead.remaining());
                        dst.put(ahead.slice().limit(n));
                        ahead.position(ahead.position() + n);
                        return n == 0 ? -1 : n;
                    }
                },
                "TLS_04");
    }

    @Test
    void aFailedHandshakeThatLeavesThePlainStream() {
        assertKilled(
                stream -> new ForwardingNetworkStream(stream) {
                    @Override
                    public void startTls(SSLEngine engine) throws IOException {
                        NetworkStreamInterface upgraded = over(new Sound(delegate()) {
                            @Override
                            public void shutdownOutput() {}

                            @Override
                            public void close() {}
                        });
                        upgraded.startTls(engine); // never used: only the place of the failure matters
                    }
                },
                "DLH_04",
                "TLS_28");
    }

    @Test
    void noCheckOfTheHostName() {
        assertKilled(
                stream -> new ForwardingNetworkStream(stream) {
                    @Override
                    public void startTls(SSLContext context, String hostname) throws IOException {
                        SSLEngine engine = context.createSSLEngine(hostname, 1);
                        engine.setUseClientMode(true);
                        startTls(engine);
                    }
                },
                "TLS_06");
    }

    @Test
    void truncationAsEndOfStream() {
        assertKilled(
                stream -> new ForwardingNetworkStream(stream) {
                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        try {
                            return super.read(dst);
                        } catch (SSLException e) {
                            return -1;
                        }
                    }
                },
                "TLS_16",
                "TLS_18");
    }

    @Test
    void aTimedOutReadThatForgetsHalfARecord() {
        assertKilled(
                stream -> over(new Sound(stream) {
                    private ByteBuffer whole = ByteBuffer.allocate(0);

                    @Override
                    public int read(ByteBuffer dst) throws IOException {
                        if (!whole.hasRemaining()) {
                            whole = record();
                        }
                        int n = Math.min(dst.remaining(), whole.remaining());
                        dst.put(whole.slice().limit(n));
                        whole.position(whole.position() + n);
                        return n;
                    }

                    private ByteBuffer record() throws IOException {
                        ByteBuffer record = ByteBuffer.allocate(5);
                        fill(record);
                        ByteBuffer all = ByteBuffer.allocate(5 + (record.getShort(3) & 0xFFFF));
                        all.put(record.flip());
                        fill(all);
                        return all.flip();
                    }

                    private void fill(ByteBuffer buffer) throws IOException {
                        while (buffer.hasRemaining()) {
                            if (stream.read(buffer) < 0) {
                                throw new EOFException("end");
                            }
                        }
                    }
                }),
                "TLS_23");
    }
}
