// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Jars with providers, and child JVMs with only these on their class path. */
final class Discovery {
    private static final Path SPI = Jars.of(NetworkBackend.class);
    private static final String SERVICE = "META-INF/services/" + NetworkBackendProvider.class.getName();
    private static final String PLAIN = """
            String greeting = context.option("greeting").orElse("");
            return (host, port) -> { throw new java.io.IOException(name() + greeting); };""";
    private static final String DECORATOR = """
            NetworkBackendInterface inner = context.delegate();
            return (host, port) -> {
                try {
                    return inner.connect(host, port);
                } catch (java.io.IOException e) {
                    throw new java.io.IOException(name() + "(" + e.getMessage() + ")");
                }
            };""";

    private final Path directory;

    Discovery(Path directory) {
        this.directory = directory;
    }

    /** The source of {@code acme.<className>} with the given bodies of {@code name()} and {@code create()}. */
    static String provider(String className, String nameBody, String createBody) {
        return """
                package acme;
                import io.netbackends.*;
                public class %s implements NetworkBackendProvider {
                    public String name() { %s }
                    public NetworkBackendInterface create(BackendContext context) { %s }
                }
                """.formatted(className, nameBody, createBody);
    }

    /** A provider whose backend fails each connect with its name and its option {@code greeting}. */
    static String plainProvider(String className, String name) {
        return provider(className, "return \"" + name + "\";", PLAIN);
    }

    /** {@code <className>.jar} with one provider like {@link #plainProvider}. */
    Path plain(String className, String name) throws IOException {
        return jar(className, plainProvider(className, name));
    }

    /** {@code <className>.jar} with one provider of a decorator, whose failures name it. */
    Path decorator(String className, String name) throws IOException {
        return jar(className, provider(className, "return \"" + name + "\";", DECORATOR));
    }

    /** {@code <className>.jar} with one provider, {@code acme.<className>}. */
    Path jar(String className, String source, Path... libraries) throws IOException {
        Map<String, String> sources = Map.of("acme/" + className + ".java", source);
        return jar(className, sources, "acme." + className + "\n", List.of(libraries));
    }

    /** {@code <name>.jar}, compiled against libraries that are not on the class path of {@link #child}. */
    Path jar(String name, Map<String, String> sources, String serviceFile, List<Path> libraries) throws IOException {
        List<Path> classPath = new ArrayList<>(libraries);
        classPath.add(SPI);
        return Jars.build(directory.resolve(name + ".jar"), sources, Map.of(SERVICE, serviceFile), classPath);
    }

    /** A child with the SPI, the probe and the jars on its class path. */
    ChildJvm child(Path... jars) throws IOException {
        List<Path> classPath = new ArrayList<>(List.of(SPI, probe()));
        classPath.addAll(List.of(jars));
        return ChildJvm.classPath(classPath).jvmArgs("-XX:TieredStopAtLevel=1", "-Xshare:auto");
    }

    /** Returns the output of the probe for the commands, line by line. */
    static List<String> run(ChildJvm child, String... commands) throws Exception {
        List<String> mainAndArgs = new ArrayList<>(List.of(DiscoveryProbe.class.getName()));
        mainAndArgs.addAll(List.of(commands));
        ChildJvm.Result result = child.run(mainAndArgs.toArray(String[]::new));
        if (result.exitCode() != 0 || !result.err().isEmpty()) {
            throw new AssertionError("probe ended with " + result);
        }
        return result.out().lines().toList();
    }

    /** Returns a provider's description in error messages. */
    static String listed(String name, String className, Path jar) {
        return name + " (acme." + className + " from " + url(jar) + ")";
    }

    /** Returns a jar's location in the form of class loaders. */
    static String url(Path jar) {
        try {
            return jar.toUri().toURL().toString();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The probe alone, without the other test classes. */
    private Path probe() throws IOException {
        String inPackage = DiscoveryProbe.class.getPackageName().replace('.', '/');
        Path copies = directory.resolve("probe");
        if (Files.notExists(copies)) {
            Files.createDirectories(copies.resolve(inPackage));
            Path originals = Jars.of(DiscoveryProbe.class).resolve(inPackage);
            try (DirectoryStream<Path> classes = Files.newDirectoryStream(originals, "DiscoveryProbe*.class")) {
                for (Path original : classes) {
                    Files.copy(original, copies.resolve(inPackage).resolve(original.getFileName()));
                }
            }
        }
        return copies;
    }
}
