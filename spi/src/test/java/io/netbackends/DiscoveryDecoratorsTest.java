// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static io.netbackends.Discovery.listed;
import static io.netbackends.Discovery.provider;
import static io.netbackends.Discovery.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Specs of several names, and providers whose create fails. */
class DiscoveryDecoratorsTest {
    @TempDir
    private static Path dir;

    private static Discovery discovery;
    private static Path socket;
    private static Path nio;
    private static Path wrap;

    @BeforeAll
    static void buildJars() throws Exception {
        discovery = new Discovery(dir);
        socket = discovery.plain("Socket", "socket");
        nio = discovery.plain("Nio", "nio");
        wrap = discovery.decorator("Wrap", "wrap");
    }

    @Test
    void aDecoratorWrapsWhatTheSpecSaysElseTheDefault() throws Exception {
        List<String> lines = run(
                discovery.child(wrap, nio, socket), "wrap", "wrap:socket", "wrap:nio", "wrap:wrap:socket", "wrap:wrap");

        assertThat(lines)
                .containsExactly(
                        "wrap:socket = wrap(socket)",
                        "wrap:socket = wrap(socket)",
                        "wrap:nio = wrap(nio)",
                        "wrap:wrap:socket = wrap(wrap(socket))",
                        "wrap:wrap:socket = wrap(wrap(socket))");
    }

    @Test
    void aSelectedDecoratorDoesNotWrapItself() throws Exception {
        assertThat(run(discovery.child(wrap, nio, socket).property("netbackends.backend", "wrap"), "default"))
                .containsExactly("wrap:socket = wrap(socket)");
    }

    @Test
    void withoutSocketADecoratorWrapsTheOnlyOtherOneInstalled() throws Exception {
        assertThat(run(discovery.child(wrap, nio), "wrap", "wrap:wrap"))
                .containsExactly("wrap:nio = wrap(nio)", "wrap:wrap:nio = wrap(wrap(nio))");
    }

    @Test
    void aDecoratorAloneHasNothingToWrap() throws Exception {
        String error = "java.lang.IllegalStateException: there is no backend for \"wrap\" to wrap: the spec names none,"
                + " no backend is named \"socket\" (add io.netbackends:netbackends-socket to the class path), and there is"
                + " not exactly one transport; installed: "
                + listed("wrap", "Wrap", wrap);

        assertThat(run(discovery.child(wrap).property("netbackends.backend", "wrap"), "default", "wrap", "wrap:wrap"))
                .containsExactly(error, error, error);
        assertThat(run(discovery.child(wrap), "default")).containsExactly(error);
    }

    @Test
    void decoratorsThatSaySoDoNotCountAsTheOnlyTransport() throws Exception {
        Path declared = discovery.jar("Declared", provider("Declared", "return \"declared\";", """
                        NetworkBackendInterface inner = context.delegate();
                        return (host, port) -> inner.connect(host, port);
                        }
                        public boolean isDecorator() { return true;"""));

        assertThat(run(discovery.child(declared, nio), "default", "declared"))
                .containsExactly("nio = nio", "declared:nio = nio");
        assertThat(run(discovery.child(declared), "default"))
                .singleElement()
                .asString()
                .startsWith("java.lang.IllegalStateException: there is no default backend: ");
    }

    @Test
    void theResolverOfADecoratorReachesAllBackendsInside() throws Exception {
        Path resolves = discovery.jar("Resolves", provider("Resolves", "return \"resolves\";", """
                HostResolver outer = context.resolver();
                return context.delegate(host -> outer == HostResolver.system()
                        ? java.util.List.of() : outer.resolve(host));"""));
        Path asks = discovery.jar("Asks", provider("Asks", "return \"asks\";", """
                HostResolver resolver = context.resolver();
                return (host, port) -> {
                    if (resolver == HostResolver.system()) { throw new java.io.IOException("system"); }
                    throw new java.io.IOException(resolver.resolve(host).toString());
                };"""));

        assertThat(run(
                        discovery.child(resolves, asks, wrap),
                        "asks",
                        "wrap:asks",
                        "resolves:asks",
                        "wrap:resolves:wrap:asks",
                        "resolves:resolves:asks"))
                .containsExactly(
                        "asks = system",
                        "wrap:asks = wrap(system)",
                        "resolves:asks = []",
                        "wrap:resolves:wrap:asks = wrap(wrap([]))",
                        "resolves:resolves:asks = []");
    }

    @Test
    void decoratorsDoNotWrapEachOtherInARing() throws Exception {
        Path other = discovery.decorator("Other", "other");
        String nothing = "java.lang.IllegalStateException: there is no backend for \"%s\" to wrap: ";

        assertThat(run(discovery.child(wrap, other), "wrap", "other", "wrap:other"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(nothing.formatted("other")),
                        line -> assertThat(line).startsWith(nothing.formatted("wrap")),
                        line -> assertThat(line).startsWith(nothing.formatted("other")));
        assertThat(run(discovery.child(wrap, other, nio), "wrap:other", "other:wrap:other"))
                .containsExactly("wrap:other:nio = wrap(other(nio))", "other:wrap:other:nio = other(wrap(other(nio)))");
    }

    @Test
    void severalOthersWithoutSocketAreNoDefaultToWrap() throws Exception {
        Path other = discovery.plain("Unix", "unix-socket");

        assertThat(run(discovery.child(wrap, nio, other), "wrap", "wrap:unix-socket"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(
                                        "java.lang.IllegalStateException: there is no backend for \"wrap\" to wrap: ")
                                .contains(listed("nio", "Nio", nio), listed("unix-socket", "Unix", other)),
                        line -> assertThat(line).isEqualTo("wrap:unix-socket = wrap(unix-socket)"));
    }

    @Test
    void aSpecThatGoesOnAfterABackendWhichWrapsNothingIsAnError() throws Exception {
        assertThat(run(
                        discovery.child(wrap, nio, socket).property("netbackends.backend", "socket:nio"),
                        "default",
                        "wrap:socket:nio:wrap"))
                .containsExactly(
                        "java.lang.IllegalArgumentException: backend \"socket\" (from the system property"
                                + " netbackends.backend) wraps no other one, so \":nio\" must not follow it",
                        "java.lang.IllegalArgumentException: backend \"socket\""
                                + " wraps no other one, so \":nio:wrap\" must not follow it");
    }

    @Test
    void anUnknownNameFurtherInsideSaysWhereItCameFrom() throws Exception {
        assertThat(run(discovery.child(wrap, socket).property("netbackends.backend", "wrap:no-such"), "default"))
                .singleElement()
                .asString()
                .startsWith("java.lang.IllegalArgumentException: backend \"no-such\" (from the system property"
                        + " netbackends.backend) is not installed; installed: ");
    }

    @Test
    void eachBackendOfASpecHasOptionsOfItsOwn() throws Exception {
        Path loud = discovery.jar("Loud", provider("Loud", "return \"loud\";", """
                String sign = context.option("sign").orElse("");
                NetworkBackendInterface inner = context.delegate();
                if (inner != context.delegate()) { throw new AssertionError("another delegate"); }
                return (host, port) -> {
                    try {
                        return inner.connect(host, port);
                    } catch (java.io.IOException e) {
                        throw new java.io.IOException(e.getMessage() + sign);
                    }
                };"""));

        assertThat(run(
                        discovery
                                .child(loud, socket)
                                .property("netbackends.loud.sign", "!")
                                .property("netbackends.socket.greeting", " hello")
                                .property("netbackends.sign", "?"),
                        "loud"))
                .containsExactly("loud:socket = socket hello!");
    }

    @Test
    void aProviderThatFailsToCreateIsNamedAndItsFailureTheCause() throws Exception {
        Path fails = discovery.jar(
                "Fails",
                provider("Fails", "return \"fails\";", "throw new UnsupportedOperationException(\"not today\");"));
        Path nothing = discovery.jar("Nothing", provider("Nothing", "return \"nothing\";", "return null;"));
        Path linkage = discovery.jar(
                "Linkage",
                provider("Linkage", "return \"linkage\";", "throw new NoClassDefFoundError(\"acme/Gone\");"));

        assertThat(run(discovery.child(fails, nothing, linkage, wrap), "fails", "nothing", "linkage", "wrap:fails"))
                .containsExactly(
                        "java.lang.IllegalStateException: backend \"fails\" could not be created:"
                                + " java.lang.UnsupportedOperationException: not today"
                                + " <- java.lang.UnsupportedOperationException: not today",
                        "java.lang.IllegalStateException: backend \"nothing\" could not be created:"
                                + " java.lang.NullPointerException: create() returned null"
                                + " <- java.lang.NullPointerException: create() returned null",
                        "java.lang.IllegalStateException: backend \"linkage\" could not be created:"
                                + " java.lang.NoClassDefFoundError: acme/Gone"
                                + " <- java.lang.NoClassDefFoundError: acme/Gone",
                        "java.lang.IllegalStateException: backend \"fails\" could not be created:"
                                + " java.lang.UnsupportedOperationException: not today"
                                + " <- java.lang.UnsupportedOperationException: not today");
    }

    @Test
    void aMalformedSettingIsReportedInTheProvidersOwnWords() throws Exception {
        Path strict = discovery.jar(
                "Strict",
                provider(
                        "Strict",
                        "return \"strict\";",
                        "throw new IllegalArgumentException(\"netbackends.strict.level (x) must be a number\");"));

        assertThat(run(discovery.child(strict), "strict"))
                .containsExactly("java.lang.IllegalArgumentException: netbackends.strict.level (x) must be a number");
    }
}
