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
 * Forwards events until it is stopped. Other threads of a test may notice a little later that their streams were closed, and
 * a recorder counts events after its own end as lost.
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

    /** Waits until the recorder has processed the current event. */
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
