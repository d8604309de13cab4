// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static io.netbackends.Discovery.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The selection of the asynchronous backend, its execution, and that its blocking half is created only if needed. */
class DiscoveryAsyncTest {
    /** A provider whose blocking half must not be created, and whose asynchronous connects fail with its name. */
    private static final String PROVIDER = """
            package acme;
            import io.netbackends.*;
            import io.netbackends.async.*;
            import java.io.IOException;
            import java.util.concurrent.CompletableFuture;
            public class %s implements AsyncNetworkBackendProvider {
                public String name() { return "%s"; }
                public NetworkBackendInterface create(BackendContext context) { %s }
                public AsyncNetworkBackendInterface createAsync(BackendContext context) { %s }
                %s
            }
            """;

    private static final String NOT_CREATED = "throw new IllegalStateException(\"blocking half\");";
    private static final String SAYS_ITS_NAME = """
            String greeting = context.option("greeting").orElse("");
            return (host, port) -> CompletableFuture.failedFuture(new IOException(name() + greeting + " async"));""";
    private static final String WRAPS = """
            AsyncNetworkBackendInterface inner = context.asyncDelegate();
            if (inner != context.asyncDelegate()) throw new IllegalStateException("another one");
            return (host, port) -> inner.connect(host, port).handle((stream, failure) -> {
                throw new java.util.concurrent.CompletionException(
                        new IOException(name() + "(" + (failure.getCause() == null ? failure : failure.getCause()).getMessage() + ")")); });""";
    private static final String RESOLVES = """
            HostResolver own = (host) -> java.util.List.of();
            if (context.asyncDelegate(own) == context.asyncDelegate(own)) throw new IllegalStateException("same");
            AsyncNetworkBackendInterface inner = context.asyncDelegate(own);
            return (host, port) -> inner.connect(host, port);""";
    private static final String TELLS_RESOLVER = """
            HostResolver resolver = context.resolver();
            return (host, port) -> CompletableFuture.failedFuture(
                    new IOException(resolver == HostResolver.system() ? "system" : "own"));""";
    private static final String IS_DECORATOR = "public boolean isDecorator() { return true; }";

    @TempDir
    private static Path dir;

    private static Discovery discovery;
    private static Path socket;
    private static Path nio;
    private static Path wrap;
    private static Path old;

    @BeforeAll
    static void buildJars() throws Exception {
        discovery = new Discovery(dir);
        socket = discovery.plain("Socket", "socket");
        nio = async("Nio", "nio", SAYS_ITS_NAME, "");
        wrap = async("Wrap", "wrap", WRAPS, IS_DECORATOR);
        old = discovery.decorator("Old", "old");
    }

    private static Path async(String className, String name, String createAsync, String more) throws Exception {
        return discovery.jar(className, PROVIDER.formatted(className, name, NOT_CREATED, createAsync, more));
    }

    @Test
    void withoutSelectionNioIsTheDefaultAndSocketThatOfCallersThatWait() throws Exception {
        assertThat(run(discovery.child(socket, nio), "async default", "default"))
                .containsExactly("<AsyncNetworkBackend [nio, event loop]> = nio async", "socket = socket");
    }

    @Test
    void withoutSelectionAndNioSocketIsTheDefaultOverThreads() throws Exception {
        Path other = discovery.plain("Other", "other");

        assertThat(run(discovery.child(other, socket), "async default"))
                .containsExactly("<AsyncNetworkBackend [socket, threads]> = socket");
        assertThat(run(discovery.child(other), "async default"))
                .containsExactly("<AsyncNetworkBackend [other, threads]> = other");
    }

    @Test
    void onePropertySelectsBothHalves() throws Exception {
        assertThat(run(
                        discovery.child(socket, nio).property("netbackends.backend", "socket"),
                        "async default",
                        "default",
                        "async nio"))
                .containsExactly(
                        "<AsyncNetworkBackend [socket, threads]> = socket",
                        "socket = socket",
                        "<AsyncNetworkBackend [nio, event loop]> = nio async");
        assertThat(run(discovery.child(socket, nio).environment("NETBACKENDS_BACKEND", "socket"), "async default"))
                .containsExactly("<AsyncNetworkBackend [socket, threads]> = socket");
    }

    @Test
    void aDecoratorWrapsTheAsynchronousHalfOfWhatTheSpecSaysElseTheDefault() throws Exception {
        assertThat(run(discovery.child(socket, nio, wrap), "async wrap", "async wrap:socket", "async wrap:wrap:nio"))
                .containsExactly(
                        "<AsyncNetworkBackend [wrap:nio, event loop]> = wrap(nio async)",
                        "<AsyncNetworkBackend [wrap:socket, threads]> = wrap(socket)",
                        "<AsyncNetworkBackend [wrap:wrap:nio, event loop]> = wrap(wrap(nio async))");
    }

    @Test
    void aDecoratorWithoutAnAsynchronousHalfRunsOverThreadsWithWhatItWraps() throws Exception {
        assertThat(run(discovery.child(socket, old, wrap), "async old", "async wrap:old"))
                .containsExactly(
                        "<AsyncNetworkBackend [old:socket, threads]> = old(socket)",
                        "<AsyncNetworkBackend [wrap:old:socket, threads]> = wrap(old(socket))");
    }

    @Test
    void aDecoratorsOwnResolverReachesTheAsynchronousHalfInside() throws Exception {
        Path resolves = async("Resolves", "resolves", RESOLVES, "");
        Path tells = async("Tells", "tells", TELLS_RESOLVER, "");

        assertThat(run(discovery.child(resolves, tells), "async resolves:tells", "async tells"))
                .containsExactly(
                        "<AsyncNetworkBackend [resolves:tells, event loop]> = own",
                        "<AsyncNetworkBackend [tells, event loop]> = system");
    }

    @Test
    void aBackendThatWrapsABlockingOneRunsOverThreads() throws Exception {
        Path mixed = async("Mixed", "mixed", """
                NetworkBackendInterface inner = context.delegate();
                return AsyncNetworkBackend.overThreads(inner);""", "");
        Path waits = discovery.jar(
                "Waits",
                Discovery.provider(
                        "Waits",
                        "return \"waits\";",
                        "return io.netbackends.async.BlockingBackend.of(context.asyncDelegate());"));

        assertThat(run(discovery.child(socket, nio, mixed, waits), "async mixed", "async waits", "waits"))
                .containsExactly(
                        "<AsyncNetworkBackend [mixed:socket, threads]> = socket",
                        "<AsyncNetworkBackend [waits:nio, threads]> = connect to host:1: nio async",
                        "waits:nio = connect to host:1: nio async");
    }

    @Test
    void badSpecsAndSettingsFailAsForCallersThatWait() throws Exception {
        List<String> commands = List.of("nio:socket", "nia", "Nio", "wrap:nia");
        for (String command : commands) {
            List<String> lines = run(discovery.child(socket, nio, wrap), "async " + command);
            assertThat(lines).singleElement().asString().startsWith("java.lang.IllegalArgumentException: ");
        }
        assertThat(run(discovery.child(socket, nio, wrap), "async nio:socket"))
                .containsExactly("java.lang.IllegalArgumentException: backend \"nio\" wraps no other one, so"
                        + " \":socket\" must not follow it");
        assertThat(run(discovery.child(nio).property("netbackends.nio.greetin", "!"), "async nio"))
                .containsExactly("java.lang.IllegalArgumentException: setting netbackends.nio.greetin must be one that"
                        + " the backend \"nio\" has; did you mean netbackends.nio.greeting? (it has greeting)");
        assertThat(run(discovery.child(nio).property("netbackends.nio.greeting", "!"), "async nio"))
                .containsExactly("<AsyncNetworkBackend [nio, event loop]> = nio! async");
        assertThat(run(discovery.child(nio).property("netbackend.backend", "nio"), "async default"))
                .singleElement()
                .asString()
                .contains("did you mean netbackends.backend?");
    }

    @Test
    void aProviderThatReturnsNullOrThrowsIsNamed() throws Exception {
        Path none = async("None", "none", "return null;", "");
        Path fails = async("Fails", "fails", "throw new UnsupportedOperationException(\"never\");", "");

        assertThat(run(discovery.child(none, fails), "async none", "async fails"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("java.lang.IllegalStateException: backend \"none\" could not be created"),
                        line -> assertThat(line)
                                .startsWith("java.lang.IllegalStateException: backend \"fails\" could not be created:"
                                        + " java.lang.UnsupportedOperationException: never"));
    }

    @Test
    void installedTellsWhatTheAsynchronousHalvesRunOn() throws Exception {
        Path broken = discovery.jar("Broken", Discovery.provider("Broken", "return null;", "return null;"));

        assertThat(run(discovery.child(nio, socket, wrap, broken), "async installed"))
                .containsExactly("nio: event loop", "socket: threads", "wrap: as what it wraps", "null: null");
    }
}
