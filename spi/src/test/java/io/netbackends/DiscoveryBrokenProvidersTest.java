// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static io.netbackends.Discovery.listed;
import static io.netbackends.Discovery.plainProvider;
import static io.netbackends.Discovery.provider;
import static io.netbackends.Discovery.run;
import static io.netbackends.Discovery.url;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.Jars;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers that cannot be loaded are reported, and do not hide the others. */
class DiscoveryBrokenProvidersTest {
    private static final String CREATE = "return null;";

    @TempDir
    private static Path dir;

    private static Discovery discovery;
    private static Path library;
    private static Path fine;
    private static Path alsoFine;

    @BeforeAll
    static void buildJars() throws Exception {
        discovery = new Discovery(dir);
        // A library that some providers are compiled against, and that is missing at run time.
        library = Jars.build(
                dir.resolve("library.jar"),
                Map.of("lib/Base.java", "package lib; public class Base {}"),
                Map.of(),
                List.of());
        fine = discovery.plain("Fine", "fine");
        alsoFine = discovery.plain("AlsoFine", "also-fine");
    }

    @Test
    void allKindsOfBrokenProvidersAreReportedWithClassAndProblemAndTheOthersStayUsable() throws Exception {
        Path broken = brokenInEachWay();
        String jar = url(broken);

        List<String> lines = run(discovery.child(fine, broken, alsoFine), "fine", "also-fine", "installed");

        assertThat(lines).startsWith("fine = fine", "also-fine = also-fine");
        assertThat(lines.subList(2, lines.size() - 1))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("fine|acme.Fine|" + url(fine) + "|"),
                        reported("acme.Constructor", jar, "could not be instantiated", "RuntimeException: in vain"),
                        reported("acme.Initializer", jar, "could not be instantiated", "in vain"),
                        reported("acme.Hidden", "null", "Unable to get public no-arg constructor"),
                        reported("acme.Gone", "null", "Provider acme.Gone not found"),
                        reported("acme.NoProvider", "null", "not a subtype"),
                        reported("acme.ExtendsLibrary", "null", "java.lang.NoClassDefFoundError: lib/Base"),
                        reported("acme.TakesLibrary", "null", "java.lang.NoClassDefFoundError: lib/Base"),
                        reported("acme.UsesLibrary", jar, "java.lang.NoClassDefFoundError: lib/Base"),
                        reported("acme.NameThrows", jar, "java.lang.IllegalStateException: no name today"),
                        reported("acme.NameLinkage", jar, "java.lang.NoClassDefFoundError: lib/Base"),
                        reported("acme.NameNull", jar, "NullPointerException: name of acme.NameNull"),
                        reported("acme.NameMalformed", jar, "name of acme.NameMalformed (Nio!) must be lower-case"),
                        line -> assertThat(line).isEqualTo("last|acme.Last|" + jar + "|"),
                        line -> assertThat(line).isEqualTo("also-fine|acme.AlsoFine|" + url(alsoFine) + "|"));
    }

    @Test
    void anUnreadableServiceFileOrClassFileSpoilsNoOtherJar() throws Exception {
        Path badLine = discovery.jar("BadLine", Map.of(), "this is no class name\n", List.of());
        Path badClass = Jars.build(
                dir.resolve("BadClass.jar"),
                Map.of(),
                Map.of(
                        "META-INF/services/io.netbackends.NetworkBackendProvider", "acme.Garbage\n",
                        "acme/Garbage.class", "garbage"),
                List.of());

        List<String> lines = run(discovery.child(badClass, badLine, fine), "default", "installed");

        assertThat(lines)
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("fine = fine"),
                        reported("acme.Garbage", "null", "java.lang.ClassFormatError"),
                        line -> assertThat(line)
                                .startsWith("null|io.netbackends.NetworkBackendProvider: ")
                                .contains("BadLine.jar!/META-INF/services", "Illegal configuration-file syntax"),
                        line -> assertThat(line).startsWith("fine|acme.Fine|"),
                        line -> assertThat(line).isEqualTo("."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "constructor", "initializer", "isDecorator"})
    void anErrorOfOneProviderHidesNoOther(String where) throws Exception {
        String failing = "throw new AssertionError(\"in vain\");";
        String source = switch (where) {
            case "name" -> provider("Fails", failing, CREATE);
            case "constructor" -> with("Fails", "public Fails() { " + failing + " }");
            case "initializer" -> with("Fails", "static { if (true) " + failing + " }");
            default -> with("Fails", "public boolean isDecorator() { " + failing + " }");
        };
        Path fails = discovery.jar("Fails", source);

        assertThat(run(discovery.child(fails, fine), "default", "fine", "installed"))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("fine = fine"),
                        line -> assertThat(line).isEqualTo("fine = fine"),
                        reported("acme.Fails", url(fails), "in vain"),
                        line -> assertThat(line).startsWith("fine|acme.Fine|"),
                        line -> assertThat(line).isEqualTo("."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resources", "classes"})
    void aContextClassLoaderThatThrowsHidesNoBackend(String what) throws Exception {
        assertThat(run(discovery.child(fine), "context throwing " + what, "default", "fine", "installed"))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("fine = fine"),
                        line -> assertThat(line).isEqualTo("fine = fine"),
                        line -> assertThat(line)
                                .startsWith("null|")
                                .contains("IllegalStateException: this loader is closed"),
                        line -> assertThat(line).startsWith("fine|acme.Fine|"),
                        line -> assertThat(line).isEqualTo("."));
    }

    @Test
    void whereAnUnknownNameIsAskedForTheBrokenProvidersProblemIsTheCause() throws Exception {
        Path nio = discovery.jar("Nio", """
                package acme;
                public class Nio extends lib.Base implements io.netbackends.NetworkBackendProvider {
                    public String name() { return "nio"; }
                    public io.netbackends.NetworkBackendInterface create(io.netbackends.BackendContext c) { return null; }
                }
                """, library);

        assertThat(run(discovery.child(nio, fine).property("netbackends.backend", "nio"), "default", "fine"))
                .containsExactly(
                        "java.lang.IllegalArgumentException: backend \"nio\" (from the system property"
                                + " netbackends.backend) is not installed (add io.netbackends:netbackends-nio to the class"
                                + " path); installed: acme.Nio from an unknown place (not"
                                + " usable: java.lang.NoClassDefFoundError: lib/Base), " + listed("fine", "Fine", fine)
                                + " <- java.lang.NoClassDefFoundError: lib/Base"
                                + " <- java.lang.ClassNotFoundException: lib.Base",
                        "fine = fine");
    }

    @Test
    void whereSeveralAreBrokenTheErrorHasThemAll() throws Exception {
        Path gone = discovery.jar("Gone", Map.of(), "acme.Gone\n", List.of());
        Path throwing = discovery.jar(
                "NameThrows", provider("NameThrows", "throw new IllegalStateException(\"no name today\");", CREATE));

        assertThat(run(discovery.child(gone, throwing), "nio", "default"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("java.lang.IllegalArgumentException: backend \"nio\" is not installed")
                                .contains(" <- java.util.ServiceConfigurationError: ")
                                .endsWith(" & java.lang.IllegalStateException: no name today"),
                        line -> assertThat(line)
                                .startsWith("java.lang.IllegalStateException: there is no default backend")
                                .contains(" <- java.util.ServiceConfigurationError: ")
                                .endsWith(" & java.lang.IllegalStateException: no name today"));
    }

    private static Consumer<String> reported(String className, String location, String... problem) {
        return line -> assertThat(line)
                .startsWith("null|" + className + "|" + location + "|")
                .contains(problem);
    }

    private static Path brokenInEachWay() throws Exception {
        Map<String, String> sources = Map.ofEntries(
                source(
                        "Constructor",
                        with("Constructor", "public Constructor() { throw new RuntimeException(\"in vain\"); }")),
                source(
                        "Initializer",
                        with("Initializer", "static { if (true) throw new RuntimeException(\"in vain\"); }")),
                source("Hidden", with("Hidden", "Hidden() {}")),
                source("NoProvider", "package acme; public class NoProvider {}"),
                source(
                        "ExtendsLibrary",
                        with("ExtendsLibrary", "").replace(" implements", " extends lib.Base implements")),
                source(
                        "TakesLibrary",
                        with("TakesLibrary", "public TakesLibrary() {} public TakesLibrary(lib.Base base) {}")),
                source("UsesLibrary", with("UsesLibrary", "lib.Base base = new lib.Base();")),
                source(
                        "NameThrows",
                        provider("NameThrows", "throw new IllegalStateException(\"no name today\");", CREATE)),
                source("NameLinkage", provider("NameLinkage", "return new lib.Base().toString();", CREATE)),
                source("NameNull", provider("NameNull", "return null;", CREATE)),
                source("NameMalformed", provider("NameMalformed", "return \"Nio!\";", CREATE)),
                source("Last", plainProvider("Last", "last")));
        String serviceFile = """
                # broken, each in its way
                acme.Constructor
                acme.Initializer
                acme.Hidden
                acme.Gone
                acme.NoProvider
                acme.ExtendsLibrary
                acme.TakesLibrary
                acme.UsesLibrary
                acme.NameThrows
                acme.NameLinkage
                acme.NameNull
                acme.NameMalformed
                acme.Last
                """;
        return discovery.jar("Broken", sources, serviceFile, List.of(library));
    }

    private static Map.Entry<String, String> source(String className, String text) {
        return Map.entry("acme/" + className + ".java", text);
    }

    /** A provider with additional members, which make it unusable. */
    private static String with(String className, String members) {
        String source = plainProvider(className, className.toLowerCase(Locale.ROOT));
        return source.substring(0, source.lastIndexOf('}')) + members + "}";
    }
}
