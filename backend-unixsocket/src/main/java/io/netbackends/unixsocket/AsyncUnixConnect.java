// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.CancellationSignal;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.LoopCall;
import io.netbackends.nio.loop.AsyncChannelAttempt;
import io.netbackends.nio.loop.RegisteredChannel;
import io.netbackends.nio.loop.SelectorLoop;
import io.netbackends.support.EventLoop;
import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connect under way in an event loop. If the backlog is full, it tries again after a pause, as {@link UnixConnector} does.
 * Another thread examines files and looks up the names of the peer's user and group.
 */
final class AsyncUnixConnect extends LoopCall<AsyncNetworkStreamInterface> {
    private final SelectorLoop selectorLoop;
    private final Path path;
    private final UnixSettings settings;
    private @Nullable ConnectQueue turn;
    private EventLoop.@Nullable ScheduledTask retry;
    private long pause = UnixConnector.FIRST_PAUSE_NANOS;

    /** The current attempt, or its result before it becomes a stream. */
    private @Nullable Closeable pending;

    AsyncUnixConnect(SelectorLoop loop, Path path, UnixSettings settings, @Nullable CancellationSignal signal) {
        super(loop, "connect to " + path, signal);
        this.selectorLoop = loop;
        this.path = path;
        this.settings = settings;
    }

    @Override
    protected void begin() throws IOException {
        AsyncChannelAttempt attempt = new AsyncChannelAttempt(
                selectorLoop, UnixConnector.open(settings.options(), operation), UnixDomainSocketAddress.of(path));
        pending = attempt;
        attempt.connect((connection, failure) -> {
            pending = connection;
            if (connection != null) {
                open(connection);
            } else {
                closeQuietly(attempt);
                judge(failure);
            }
        });
    }

    private void open(RegisteredChannel connection) {
        runElsewhere(() -> settings.connectedAsync(connection), stream -> {
            pending = null;
            succeed(stream);
        });
    }

    private void judge(@Nullable Throwable failure) {
        if (failure instanceof IOException io) {
            runElsewhere(() -> explained(io), verdict -> verdict.ifPresentOrElse(this::fail, this::awaitRoom));
        } else if (failure != null) {
            fail(failure);
        }
    }

    /** Returns the failure to report; empty if the backlog is full. */
    private Optional<IOException> explained(IOException failure) {
        return UnixConnector.isBacklogFull(path, failure)
                ? Optional.empty()
                : Optional.of(ConnectErrorExplainer.explained(operation, path, failure));
    }

    private void awaitRoom() {
        if (turn == null) {
            turn = ConnectQueue.enterIfPossible(path);
        }
        retry = loop.schedule(pause, turn == null ? this::awaitRoom : this::beginAgain);
        pause = UnixConnector.pauseAfter(pause);
    }

    private void beginAgain() {
        if (isDone()) {
            return; // abandoned, and about to be released
        }
        try {
            begin();
        } catch (Throwable e) {
            fail(e);
        }
    }

    @Override
    protected void release() {
        if (retry != null) {
            retry.cancel();
        }
        if (turn != null) {
            turn.close();
            turn = null;
        }
        if (pending != null) {
            closeQuietly(pending);
            pending = null;
        }
    }

    private static void closeQuietly(Closeable failed) {
        try {
            failed.close();
        } catch (IOException e) {
            // the caller gets another failure, or has left
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // no caller gets it
    protected void discard(AsyncNetworkStreamInterface late) {
        late.close();
    }
}
