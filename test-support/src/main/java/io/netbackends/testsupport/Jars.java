// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles Java sources in strings to jars, and finds the jars of classes. */
public final class Jars {
    private Jars() {}

    /**
     * Compiles the sources and packs them, together with the resources, into a new jar. If there is a {@code
     * module-info.java} among them, the class path is used as the module path.
     *
     * @return the jar
     */
    public static Path build(
            Path jar, Map<String, String> sourcesByFileName, Map<String, String> resources, List<Path> classPath)
            throws IOException {
        // Without this, the entries would be added to an existing jar.
        Files.deleteIfExists(jar);
        // The compiler writes directly into the jar, whose content is a file system.
        try (FileSystem inside = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            Path root = inside.getPath("/");
            // Sorted, since the order of Map.of differs between JVMs.
            for (Map.Entry<String, String> resource : new TreeMap<>(resources).entrySet()) {
                Path file = root.resolve(resource.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, resource.getValue());
            }
            if (!sourcesByFileName.isEmpty()) {
                compile(root, new TreeMap<>(sourcesByFileName), classPath);
            }
        }
        return jar;
    }

    /** The jar or directory that a class was loaded from. */
    public static Path of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IllegalArgumentException("class " + type.getName() + " comes from no jar or directory");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("class " + type.getName() + " comes from no file", e);
        }
    }

    private static void compile(Path root, Map<String, String> sources, List<Path> classPath) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("this Java has no compiler; a JDK is required");
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            boolean module = sources.containsKey("module-info.java");
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(root));
            // Set even if it is empty, so that the test's own class path is not used.
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, module ? List.of() : classPath);
            files.setLocationFromPaths(StandardLocation.MODULE_PATH, module ? classPath : List.of());
            List<SourceText> units = sources.entrySet().stream()
                    .map(source -> new SourceText(source.getKey(), source.getValue()))
                    .toList();
            // Do not run annotation processors that are on the class path.
            boolean compiled = compiler.getTask(null, files, diagnostics, List.of("-proc:none"), null, units)
                    .call();
            if (!compiled) {
                throw new AssertionError("sources " + sources.keySet() + " do not compile:\n"
                        + diagnostics.getDiagnostics().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining("\n")));
            }
        }
    }

    /** A source file in memory. */
    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(String fileName, String text) {
            super(URI.create("string:///" + fileName), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
