// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static io.netbackends.Discovery.plainProvider;
import static io.netbackends.Discovery.run;
import static io.netbackends.Discovery.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netbackends.async.AsyncExecution;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class loaders through which providers are found, and which must not be retained. */
class DiscoveryClassLoadersTest {
    @TempDir
    private static Path dir;

    private static Discovery discovery;
    private static Path socket;
    private static Path broken;

    @BeforeAll
    static void buildJars() throws Exception {
        discovery = new Discovery(dir);
        socket = discovery.plain("Socket", "socket");
        broken = discovery.jar("Broken", Map.of(), "acme.Gone\nacme.Gone2\n", List.of());
    }

    @Test
    void whatOnlyTheContextClassLoaderSeesIsFoundWhileItIsThat() throws Exception {
        Path jar = discovery.plain("ContextOnly", "context-only");
        try (URLClassLoader loader = loaderOf(jar)) {
            assertThatIllegalArgumentException().isThrownBy(() -> NetworkBackend.named("context-only"));

            NetworkBackend backend = withContext(loader, () -> NetworkBackend.named("context-only"));

            assertThat(backend).hasToString("<NetworkBackend [context-only]>");
            assertThatIOException().isThrownBy(() -> backend.connect("host", 1)).withMessage("context-only");
            assertThat(withContext(loader, NetworkBackend::installed))
                    .contains(new InstalledBackend(
                            "context-only", "acme.ContextOnly", url(jar), AsyncExecution.THREADS, "", null));
            assertThat(NetworkBackend.installed()).noneMatch(b -> "context-only".equals(b.name()));
        }
    }

    @Test
    void theContextClassLoaderComesFirstAndTheLoaderOfTheSpiNext() throws Exception {
        Path nio = discovery.plain("Nio", "nio");

        assertThat(run(discovery.child(socket), "context " + url(nio), "installed", "default"))
                .containsExactly(
                        "nio|acme.Nio|" + url(nio) + "|",
                        "socket|acme.Socket|" + url(socket) + "|",
                        ".",
                        "socket = socket");
    }

    @Test
    void aContextClassLoaderIsCollectableAfterUse() throws Exception {
        Path jar = discovery.jar(
                "Collectable",
                Map.of("acme/Collectable.java", plainProvider("Collectable", "collectable")),
                "acme.Collectable\nacme.Gone\n",
                List.of());
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

        WeakReference<ClassLoader> loader = useOnce(jar, collected);

        for (int i = 0; i < 100 && !loader.refersTo(null); i++) {
            System.gc();
            collected.remove(100);
        }
        assertThat(loader.refersTo(null)).as("the loader has been collected").isTrue();
    }

    @Test
    void withoutContextClassLoaderTheLoaderOfTheSpiIsAsked() throws Exception {
        assertThat(run(discovery.child(socket), "context null", "default", "socket", "installed"))
                .containsExactly("socket = socket", "socket = socket", "socket|acme.Socket|" + url(socket) + "|", ".");
    }

    @Test
    void whatBothLoadersSeeCountsOnceBrokenOrNot() throws Exception {
        assertThat(run(discovery.child(socket, broken), "context child", "default", "installed"))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("socket = socket"),
                        line -> assertThat(line).startsWith("socket|acme.Socket|"),
                        line -> assertThat(line).startsWith("null|acme.Gone|"),
                        line -> assertThat(line).startsWith("null|acme.Gone2|"),
                        line -> assertThat(line).isEqualTo("."));
    }

    private static WeakReference<ClassLoader> useOnce(Path jar, ReferenceQueue<ClassLoader> queue) throws Exception {
        try (URLClassLoader loader = loaderOf(jar)) {
            NetworkBackend backend = withContext(loader, () -> NetworkBackend.named("collectable"));
            assertThatIOException().isThrownBy(() -> backend.connect("host", 1)).withMessage("collectable");
            assertThat(withContext(loader, NetworkBackend::installed))
                    .anySatisfy(b -> assertThat(b.problem()).hasMessageContaining("acme.Gone"));
            return new WeakReference<>(loader, queue);
        }
    }

    private static URLClassLoader loaderOf(Path jar) throws Exception {
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, NetworkBackend.class.getClassLoader());
    }

    private static <T> T withContext(ClassLoader loader, Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
