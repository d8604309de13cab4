// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.io.Closeable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Deque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The resources of one case: connections, threads of the kind that the case runs on, and their cleanup. */
final class CaseContext implements AutoCloseable {
    private final TckFixture fixture;
    private final boolean virtual;
    private final @Nullable String protocol;
    private final boolean recordByRecord;
    private final Deque<Closeable> resources = new ConcurrentLinkedDeque<>();
    private final Queue<BackgroundCall<?>> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;

    CaseContext(TckFixture fixture, TckCase testCase, boolean virtual) {
        this.fixture = fixture;
        this.virtual = virtual;
        this.protocol = testCase.protocol();
        this.recordByRecord = testCase.recordByRecord();
    }

    /** A script of the kit's peer; an {@link IOException} means that the connection has ended, which the case judges. */
    interface Script {
        void run() throws Exception;
    }

    TckFixture fixture() {
        return fixture;
    }

    boolean has(Capability capability) {
        return fixture.capabilities().contains(capability);
    }

    /** Whether an interrupt wakes a blocked call on the kind of thread that the case runs on. */
    boolean interruptsWake() {
        return has(virtual ? Capability.INTERRUPTS_ON_VIRTUAL_THREADS : Capability.INTERRUPTS_ON_PLATFORM_THREADS);
    }

    /** Skips the case if an interrupt wakes no blocked call. */
    void requireInterrupts() {
        if (!interruptsWake()) {
            throw new SkippedCase(
                    "according to the fixture, an interrupt wakes no blocked call on this kind of thread");
        }
    }

    /** Skips the case if each call waits for an asynchronous one. */
    void requireBlockingHalf() {
        if (fixture instanceof BridgedFixture) {
            throw new SkippedCase("this does not apply to asynchronous calls");
        }
    }

    /** The version of TLS that the case is run with. */
    String protocol() {
        return Objects.requireNonNull(protocol, "the case is not marked as one for each version of TLS");
    }

    /** Returns a new context for the engines of the stream under test, which trusts only the kit's authority. */
    SSLContext clientContext() throws GeneralSecurityException {
        return fixture.clientContext(TlsMaterial.authorities());
    }

    NetworkBackendInterface backend() throws IOException {
        return fixture.backend();
    }

    /** Opens a connection; both ends are closed when the case ends. */
    StreamAndPeer connect() throws IOException {
        TckListener listener = listen();
        return connect(listener);
    }

    StreamAndPeer connect(TckListener listener) throws IOException {
        NetworkStreamInterface stream = closing(fixture.connect(listener));
        return new StreamAndPeer(stream, accept(listener));
    }

    AsyncNetworkBackendInterface asyncBackend() throws IOException {
        return fixture.asyncBackend();
    }

    /** Opens a connection with an asynchronous stream; both ends are closed when the case ends. */
    AsyncStreamAndPeer connectAsync() throws Exception {
        return connectAsync(listen());
    }

    AsyncStreamAndPeer connectAsync(TckListener listener) throws Exception {
        AsyncNetworkStreamInterface stream = AsyncExpect.value(fixture.connectAsync(listener));
        closing(() -> stream.close().cancel(false)); // starts to close, and does not wait
        return new AsyncStreamAndPeer(stream, accept(listener));
    }

    /** Listens with the backend itself. */
    AsyncNetworkListenerInterface bindAsync() throws Exception {
        AsyncNetworkListenerInterface listener = AsyncExpect.value(fixture.bindAsync());
        closing(() -> listener.close().cancel(false));
        return listener;
    }

    TckListener listen() throws IOException {
        return closing(fixture.listen());
    }

    ScriptedPeer accept(TckListener listener) throws IOException {
        FarEnd end = closing(listener.accept());
        return new ScriptedPeer(recordByRecord ? new RecordByRecordFarEnd(end) : end, this);
    }

    /** Starts a call on a thread of the kind that the case runs on. */
    <T extends @Nullable Object> BackgroundCall<T> start(Callable<T> call) {
        return track(new BackgroundCall<>(virtual, call));
    }

    /** Starts a script of the peer, always on a platform thread. */
    BackgroundCall<?> script(Script script) {
        return track(new BackgroundCall<@Nullable Object>(false, () -> {
            try {
                script.run();
            } catch (IOException | InterruptedException e) {
                // the connection or the case has ended
            }
            return null;
        }));
    }

    private <T extends BackgroundCall<?>> T track(T task) {
        tasks.add(task);
        return task;
    }

    /** Closes the resource when the case ends or takes too long. */
    <C extends Closeable> C closing(C resource) {
        resources.push(resource);
        if (closing) {
            closeQuietly(resource);
        }
        return resource;
    }

    /** Closes all connections on separate threads, since close of the backend under test may not return. */
    @Override
    public void close() {
        closing = true;
        for (Closeable resource : resources) {
            tasks.add(new BackgroundCall<@Nullable Object>(false, () -> {
                closeQuietly(resource);
                return null;
            }));
        }
        resources.clear();
    }

    /** Returns failures on other threads that the case has not requested; waits for all of them to end, with a limit. */
    @Nullable
    Throwable backgroundFailure() {
        Throwable first = null;
        long start = System.nanoTime();
        for (BackgroundCall<?> task = tasks.poll(); task != null; task = tasks.poll()) {
            Duration left = TckTimes.patience().minusNanos(System.nanoTime() - start);
            Throwable failure = task.uncollected(left.isNegative() ? Duration.ZERO : left);
            first = first == null ? failure : first;
        }
        return first;
    }

    private static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // the cases about closing close streams themselves
        }
    }
}
