// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netbackends.NetworkBackend;
import io.netbackends.javanet.NetworkSSLSocketFactory;
import io.netbackends.javanet.NetworkServerSocketFactory;
import io.netbackends.javanet.NetworkSocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The reachability metadata for GraalVM's native-image, in the jars of the SPI and of {@code netbackends-javanet}, names what the
 * code calls by reflection, and nothing else. Providers are found by {@link java.util.ServiceLoader}, which native-image follows
 * without metadata.
 */
class NativeImageMetadataTest {
    // The agent changes classes of a running JVM, and the rest is not published for programs.
    private static final Set<String> WITHOUT_IMAGES =
            Set.of("agent", "benchmarks", "cli", "examples", "integration-tests", "tck", "test-support");

    private static final Pattern BY_NAME = Pattern.compile(
            "(?:Class\\.forName|\\.getMethod|\\.findVirtual)\\(\\s*(?:[A-Z]\\w*\\.class,\\s*)?\"([^\"]+)\"");

    private static final Set<List<Class<?>>> CREATED_BY_NAME =
            Set.of(List.of(), List.of(String.class), List.of(Properties.class));

    @Test
    void theMetadataOfTheSpiNamesWhatTheSourcesCallByName() throws IOException {
        Set<String> called = new TreeSet<>();
        for (Path source : sources()) {
            Matcher matcher = BY_NAME.matcher(Files.readString(source));
            while (matcher.find()) {
                called.add(matcher.group(1));
            }
        }

        Set<String> described = new TreeSet<>();
        for (JsonNode type : metadata(NetworkBackend.class, "netbackends-spi")) {
            if (!type.get("type").asText().equals("java.lang.Thread")) { // a class literal in the code
                described.add(type.get("type").asText());
            }
            type.get("methods")
                    .forEach(method -> described.add(method.get("name").asText()));
        }
        assertThat(described).isEqualTo(called).isNotEmpty();
    }

    @Test
    void theMetadataOfJavanetNamesTheFactoriesThatClientsCreateByTheNameOfTheClass() throws IOException {
        Set<String> creatable = Stream.of(
                        NetworkSocketFactory.class, NetworkSSLSocketFactory.class, NetworkServerSocketFactory.class)
                .flatMap(NativeImageMetadataTest::createdByName)
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> described = new TreeSet<>();
        for (JsonNode type : metadata(NetworkSocketFactory.class, "netbackends-javanet")) {
            for (JsonNode method : type.get("methods")) {
                described.add(type.get("type").asText() + "."
                        + method.get("name").asText() + texts(method.get("parameterTypes")));
            }
        }
        assertThat(described).isEqualTo(creatable);
    }

    private static Stream<String> createdByName(Class<?> factory) {
        Stream<String> constructors = Arrays.stream(factory.getConstructors())
                .map(Constructor::getParameterTypes)
                .filter(types -> CREATED_BY_NAME.contains(List.of(types)))
                .map(types -> factory.getName() + ".<init>"
                        + Stream.of(types).map(Class::getName).toList());
        Stream<String> methods = Arrays.stream(factory.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers()))
                .map(method -> factory.getName() + "." + method.getName()
                        + Stream.of(method.getParameterTypes())
                                .map(Class::getName)
                                .toList());
        return Stream.concat(constructors, methods);
    }

    private static List<String> texts(JsonNode array) {
        return Stream.of(new ObjectMapper().convertValue(array, String[].class)).toList();
    }

    private static JsonNode metadata(Class<?> inTheSameJar, String artifact) throws IOException {
        String name = "/META-INF/native-image/io.netbackends/" + artifact + "/reachability-metadata.json";
        try (InputStream in = inTheSameJar.getResourceAsStream(name)) {
            return new ObjectMapper().readTree(in).get("reflection");
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.filter(module ->
                            !WITHOUT_IMAGES.contains(module.getFileName().toString()))
                    .map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(NativeImageMetadataTest::walk)
                    .toList();
        }
    }

    private static Stream<Path> walk(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
