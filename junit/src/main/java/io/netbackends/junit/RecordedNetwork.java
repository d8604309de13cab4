// SPDX-License-Identifier: Apache-2.0
package io.netbackends.junit;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.recording.Redaction;
import io.netbackends.replay.WriteMatcher;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit 5 extension that provides the network of a class's tests, as {@link Recorded} describes it.
 *
 * <pre>{@code
 * @RegisterExtension
 * final RecordedNetwork net = RecordedNetwork.of("weather.ndjson").lenient(WriteMatcher.http("x-request-id"));
 * }</pre>
 *
 * <p>It is a backend itself, usable while a test runs, including set-up and tear-down. Each test has its own file, {@code
 * weather-showsTheWeather.ndjson}.
 */
public final class RecordedNetwork implements NetworkBackendInterface, BeforeEachCallback, AfterEachCallback {
    static final String DIRECTORY = "netbackends.recorded.directory";

    /** The form in which JUnit numbers the invocations of one method. */
    private static final Pattern INVOCATION = Pattern.compile("#([0-9]+)]$");

    private final String file;
    private Path directory = Path.of(System.getProperty(DIRECTORY, "src/test/resources"));
    private Supplier<NetworkBackendInterface> delegate = NetworkBackend::new;
    private @Nullable WriteMatcher matcher;
    private Redaction redaction = Redaction.ofCredentials();
    private volatile @Nullable ExtensionContext running;

    /** Null if no test is running, or the test has no recording and must not make one. */
    private volatile @Nullable RecordedSession session;

    private RecordedNetwork(String file) {
        this.file = file;
    }

    /**
     * Returns an extension, all of whose settings are at their defaults.
     *
     * @param file the name of the recordings, to which the name of the test is added
     * @return an extension to register
     */
    public static RecordedNetwork of(String file) {
        return new RecordedNetwork(Objects.requireNonNull(file, "file"));
    }

    /**
     * Sets the directory of the recordings.
     *
     * @param value by default, the value of the system property, else {@code src/test/resources}
     * @return this
     */
    public RecordedNetwork directory(Path value) {
        directory = Objects.requireNonNull(value, "directory");
        return this;
    }

    /**
     * Sets the backend to record.
     *
     * @param spec of a backend, such as {@code nio}; by default, the default one
     * @return this
     */
    public RecordedNetwork backend(String spec) {
        Objects.requireNonNull(spec, "spec");
        delegate = () -> NetworkBackend.named(spec);
        return this;
    }

    /**
     * Sets the backend to record.
     *
     * @param backend not used for a replay
     * @return this
     */
    public RecordedNetwork backend(NetworkBackendInterface backend) {
        Objects.requireNonNull(backend, "backend");
        delegate = () -> backend;
        return this;
    }

    /**
     * Sets the matcher that decides whether written bytes match the recording.
     *
     * @param value such as {@link WriteMatcher#http}
     * @return this
     */
    public RecordedNetwork lenient(WriteMatcher value) {
        matcher = Objects.requireNonNull(value, "matcher");
        return this;
    }

    /**
     * Sets the redaction of secrets in the recording.
     *
     * @param value by default {@link Redaction#ofCredentials()}
     * @return this
     */
    public RecordedNetwork redaction(Redaction value) {
        redaction = Objects.requireNonNull(value, "redaction");
        return this;
    }

    /**
     * Returns the same network with asynchronous calls; each call blocks a thread.
     *
     * @return a backend that is usable while a test runs
     */
    public AsyncNetworkBackendInterface async() {
        return AsyncNetworkBackend.overThreads(this);
    }

    /**
     * Returns whether the current test runs from a recording, and so needs no server.
     *
     * @return false if it is being recorded
     * @throws IllegalStateException if no test is running
     */
    public boolean isReplay() {
        return session().isReplay();
    }

    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        return session().backend().connect(host, port);
    }

    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        return session().backend().connect(request);
    }

    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        return session().backend().connect(address);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        running = context;
        if (!RecordedSession.isMissing(file(context, true))) {
            session = open(context, true);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        RecordedSession ended = session;
        session = null;
        running = null;
        if (ended != null) {
            ended.finish(context.getExecutionException().orElse(null));
        }
    }

    RecordedSession open(ExtensionContext context, boolean named) {
        return RecordedSession.open(file(context, named), delegate, matcher, redaction, context.getDisplayName());
    }

    private Path file(ExtensionContext context, boolean named) {
        return directory.resolve(fileName(context, named));
    }

    private String fileName(ExtensionContext context, boolean named) {
        Matcher invocation = INVOCATION.matcher(context.getUniqueId());
        String suffix = (named ? "-" + context.getRequiredTestMethod().getName() : "")
                + (invocation.find() ? "-" + invocation.group(1) : "");
        int dot = file.lastIndexOf('.');
        return dot < 0 ? file + suffix : file.substring(0, dot) + suffix + file.substring(dot);
    }

    private RecordedSession session() {
        RecordedSession current = session;
        ExtensionContext context = running;
        if (context == null) {
            throw new IllegalStateException(file + ": a recorded network can be used only while a test runs");
        }
        return current != null ? current : open(context, true); // the message says that there is no recording
    }

    /** Returns, for instance, {@code <RecordedNetwork ["weather.ndjson"]>}. */
    @Override
    public String toString() {
        return "<RecordedNetwork [\"" + file + "\"]>";
    }
}
