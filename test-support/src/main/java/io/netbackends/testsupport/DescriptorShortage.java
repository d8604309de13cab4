// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A period in which this JVM has no descriptor left; for a {@link ChildJvm} with a {@code ulimit}.
 *
 * <p>Classes cannot be loaded from a directory during that period, so call {@link #loadClasses} before.
 */
public final class DescriptorShortage implements AutoCloseable {
    private final List<FileInputStream> open = new ArrayList<>();

    private DescriptorShortage() {}

    /** Loads the classes of a package and its subpackages from the directory of a class, without initializing them. */
    public static void loadClasses(Class<?> oneOfThem) throws IOException, ClassNotFoundException {
        Path root = Jars.of(oneOfThem);
        if (!Files.isDirectory(root)) {
            return; // a jar, which stays open
        }
        List<String> names;
        try (Stream<Path> files = Files.walk(root)) {
            names = files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.contains("-info"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .toList();
        }
        for (String name : names) {
            if (name.startsWith("io.netbackends.")) {
                try {
                    Class.forName(name, false, oneOfThem.getClassLoader());
                } catch (NoClassDefFoundError e) {
                    // a test class whose jar is not on the child's class path
                }
            }
        }
    }

    /** Opens files until there is no descriptor left. */
    public static DescriptorShortage begin() {
        DescriptorShortage shortage = new DescriptorShortage();
        try {
            while (true) {
                shortage.open.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            return shortage;
        }
    }

    /** Releases some descriptors. */
    private void release(int descriptors) throws IOException {
        for (int i = 0; i < descriptors; i++) {
            open.remove(open.size() - 1).close();
        }
    }

    /** Ends the shortage. */
    @Override
    public void close() throws IOException {
        release(open.size());
    }
}
