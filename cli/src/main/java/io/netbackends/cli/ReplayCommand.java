// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.FileProblem;
import io.netbackends.replay.ReplayBackend;
import io.netbackends.replay.WriteMatcher;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: runs a server that replays a recording. */
@Command(
        name = "replay",
        description = "Serve the connections of a recording (.ndjson) to any client, one after another, then "
                + "from the first one again; in plaintext, even if TLS was recorded. Runs until it is interrupted.")
final class ReplayCommand implements Callable<Integer> {
    private final CommonOptions options;
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "the recording")
    private Path file = Path.of("");

    @Option(
            names = "--listen",
            paramLabel = "[HOST:]PORT",
            required = true,
            description = "The address to listen on; without a host, the loopback address; port 0 picks a free port.")
    private String listen = "";

    @Option(
            names = "--target",
            paramLabel = "ADDRESS",
            description = "Serve only the connections to this HOST:PORT or unix:PATH.")
    @Nullable
    private String target;

    @Option(
            names = "--match",
            paramLabel = "HOW",
            description =
                    "What a client must send. lenient (the default): the recorded HTTP requests, except for Host, "
                            + "Date, User-Agent, Connection, Accept, Content-Length and the order of headers; "
                            + "strict: the same bytes; any: any bytes.")
    private Match match = Match.lenient;

    @Option(names = "--pace", description = "Answer as slowly as the recorded server did.")
    private boolean pace;

    /** In lower case, as on the command line. */
    enum Match {
        strict,
        lenient,
        any
    }

    /** Whether the command is ending, which closes the streams. */
    private volatile boolean stopping;

    ReplayCommand(CommonOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        ReplayBackend replay = replay();
        @Nullable Target only = target == null ? null : Target.parse(target);
        NetworkServer.Handler handler = replay.handler(only == null ? null : only.address());
        NetworkListenerInterface listener =
                listener(Target.parse(listen.contains(":") ? listen : "localhost:" + listen));
        try (NetworkServer server = NetworkServer.serve(listener, stream -> play(handler, stream))) {
            console.text().println("listening on " + text(server.getLocalAddress()));
            try {
                server.ended().toCompletableFuture().get(); // completes if listening fails permanently
            } finally {
                stopping = true; // before the server closes the streams of its clients
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            Throwable failure = Objects.requireNonNullElse(e.getCause(), e);
            throw new CommandException(
                    ExitCodes.FAILED,
                    "no more clients are accepted on " + text(listener.getLocalAddress()) + ": "
                            + Failures.message(failure),
                    failure);
        }
        return ExitCodes.OK;
    }

    private NetworkListenerInterface listener(Target place) throws CommandException, PeerException {
        NetworkBackend net = BackendChoice.of(options).open();
        try {
            return Phase.CONNECT.with(place.text(), () -> net.listen(place.address()));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            throw new CommandException(
                    ExitCodes.USAGE,
                    "--listen " + place.text() + ": backend \"" + net.name() + "\" cannot listen: "
                            + Failures.message(e),
                    e);
        }
    }

    private void play(NetworkServer.Handler handler, NetworkStreamInterface stream) throws Exception {
        try {
            handler.handle(stream);
        } catch (IOException e) {
            if (!(stopping && e instanceof NetworkStreamClosedException)) {
                console.err().println(Failures.line(Failures.message(e)));
            }
        }
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet && !inet.isUnresolved()
                ? HostAndPort.of(inet.getAddress(), inet.getPort()).toString()
                : address.toString();
    }

    private ReplayBackend replay() throws CommandException, IOException {
        if (file.equals(RecordingSource.DASH)) {
            throw CommandException.usage("replay reads its recording more than once: it needs a file, not -");
        }
        RecordingSource.checkReadable(file);
        ReplayBackend.Builder builder = ReplayBackend.builder(file).repeat();
        if (match != Match.strict) {
            builder.lenient(match == Match.any ? WriteMatcher.anything() : WriteMatcher.http());
        }
        if (pace) {
            builder.recordedPace();
        }
        try {
            return builder.build();
        } catch (FileSystemException e) {
            throw new CommandException(
                    ExitCodes.CANNOT_READ, "file (" + file + ") cannot be read: " + FileProblem.of(e), e);
        }
    }
}
