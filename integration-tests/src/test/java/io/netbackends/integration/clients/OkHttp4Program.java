// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@link OkHttpProgram} with OkHttp 4, whose jars the build copies into a directory next to the tests' classes. */
final class OkHttp4Program implements ClientProgram {
    private static final ClassLoader LOADER = new OkHttp4Loader(jarsAndTests());

    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws Exception {
        load(ClientProgram.class, OkHttpProgram.class).run(sockets, out, arguments);
    }

    /** Creates an instance of a class that uses OkHttp, with OkHttp 4. */
    static <T> T load(Class<T> type, Class<? extends T> usingOkHttp) {
        try {
            return type.cast(LOADER.loadClass(usingOkHttp.getName())
                    .getDeclaredConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URL[] jarsAndTests() {
        URL tests = OkHttp4Program.class.getProtectionDomain().getCodeSource().getLocation();
        Path jars = Path.of(URI.create(tests.toString())).resolveSibling("okhttp4");
        try (Stream<Path> files = Files.list(jars)) {
            List<URL> urls = new ArrayList<>(List.of(tests));
            for (Path jar : files.toList()) {
                urls.add(jar.toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads only OkHttp and the classes that use it; its parent loads all others. */
    private static final class OkHttp4Loader extends URLClassLoader {
        private static final List<String> OWN =
                List.of("okhttp3.", "okio.", "kotlin.", OkHttpProgram.class.getName(), OkHttpCalls.class.getName());

        OkHttp4Loader(URL[] urls) {
            super(urls, OkHttp4Program.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (OWN.stream().noneMatch(name::startsWith)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
