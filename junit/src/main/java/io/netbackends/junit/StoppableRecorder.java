// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import io.netbackends.recording.ConnectionInfo;
import io.netbackends.recording.ConnectionRecorder;
import io.netbackends.recording.Recorder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.net.ssl.SSLSession;

/**
 * Passes on what happens until it is stopped, and nothing after that: other threads of a test may learn a little later that their
 * streams were closed, and what a recorder is told after its own end it counts as lost.
 */
final class StoppableRecorder implements Recorder {
    private final Recorder recorder;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean stopped;
    private volatile boolean used;

    StoppableRecorder(Recorder recorder) {
        this.recorder = recorder;
    }

    private interface Notification {
        void tell() throws IOException;
    }

    /** Waits for what is being passed on, as long as the recorder takes for it. */
    void stop() {
        lock.writeLock().lock();
        try {
            stopped = true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Whether there was a connection, or an attempt at one. */
    boolean isUsed() {
        return used;
    }

    @Override
    public ConnectionRecorder opened(ConnectionInfo connection) throws IOException {
        used = true;
        lock.readLock().lock();
        try {
            return stopped ? ConnectionRecorder.ignoring() : new StoppableConnection(recorder.opened(connection));
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void connectFailed(ConnectionInfo attempt, IOException failure) throws IOException {
        used = true;
        tell(() -> recorder.connectFailed(attempt, failure));
    }

    private void tell(Notification notification) throws IOException {
        lock.readLock().lock();
        try {
            if (!stopped) {
                notification.tell();
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    private final class StoppableConnection implements ConnectionRecorder {
        private final ConnectionRecorder connection;

        StoppableConnection(ConnectionRecorder connection) {
            this.connection = connection;
        }

        @Override
        public void read(ByteBuffer bytes) throws IOException {
            tell(() -> connection.read(bytes));
        }

        @Override
        public void written(ByteBuffer bytes) throws IOException {
            tell(() -> connection.written(bytes));
        }

        @Override
        public void beforeRead() throws IOException {
            tell(connection::beforeRead);
        }

        @Override
        public void beforeCall(String operation) throws IOException {
            tell(() -> connection.beforeCall(operation));
        }

        @Override
        public void tls(SSLSession session, String alpn) throws IOException {
            tell(() -> connection.tls(session, alpn));
        }

        @Override
        public void endOfStream() throws IOException {
            tell(connection::endOfStream);
        }

        @Override
        public void outputShutDown() throws IOException {
            tell(connection::outputShutDown);
        }

        @Override
        public void failed(String operation, IOException failure) throws IOException {
            tell(() -> connection.failed(operation, failure));
        }

        @Override
        public void closed() throws IOException {
            tell(connection::closed);
        }
    }
}
