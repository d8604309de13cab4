// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackend;
import io.netbackends.testsupport.Jars;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web applications in one container, each with its own copy of these classes. */
class ClassLoaderTest {
    private static final String CONTENT = "[1] --- connected\n[1] --- closed\n";

    private final List<AutoCloseable> opened = new ArrayList<>();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void recorderThatWasForgottenPinsNoClassLoader(boolean background) throws Exception {
        Path file = directory.resolve("a.txt");
        WeakReference<ClassLoader> loader = recordedWithAnotherLoader(file, background);
        Instant limit = Instant.now().plus(Duration.ofSeconds(60));
        while (loader.get() != null && Instant.now().isBefore(limit)) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(loader.get()).isNull();
        assertThat(file).hasContent(CONTENT);
    }

    private static WeakReference<ClassLoader> recordedWithAnotherLoader(Path file, boolean background)
            throws Exception {
        try (URLClassLoader loader = newLoader()) {
            Class<?> recorders = loader.loadClass(FileRecorder.class.getName());
            Object builder = recorders.getMethod("builder", String.class).invoke(null, file.toString());
            if (background) {
                builder.getClass().getMethod("writeInBackground").invoke(builder);
            }
            Object recorder = builder.getClass().getMethod("open").invoke(builder);
            Class<?> info = loader.loadClass(ConnectionInfo.class.getName());
            Object connection = recorders
                    .getMethod("opened", info)
                    .invoke(recorder, info.getConstructors()[0].newInstance(null, null, false, null, ""));
            Method closed = loader.loadClass(ConnectionRecorder.class.getName()).getMethod("closed");
            closed.invoke(connection);
            Instant limit = Instant.now().plus(Duration.ofSeconds(60));
            while (!Files.readString(file).equals(CONTENT) && Instant.now().isBefore(limit)) {
                Thread.onSpinWait();
            }
            return new WeakReference<>(loader);
        }
    }

    @Test
    void copyThatRecordsToTheSameFileTakesTheNextOne() throws Exception {
        Path file = directory.resolve("a.txt");
        for (int i = 0; i < 3; i++) {
            URLClassLoader loader = newLoader();
            Class<?> recorders = loader.loadClass(FileRecorder.class.getName());
            Object builder = recorders.getMethod("builder", String.class).invoke(null, file.toString());
            Method open = builder.getClass().getDeclaredMethod("openThisOrNext");
            open.setAccessible(true);
            try (Warnings warnings = new Warnings()) {
                AutoCloseable recorder = (AutoCloseable) open.invoke(builder);
                assertThat(recorder).isNotNull();
                assertThat(warnings.messages())
                        .isEqualTo(
                                i == 0
                                        ? List.of()
                                        : List.of("another recorder writes to " + file + "; recording to "
                                                + directory.resolve("a-" + (i + 1) + ".txt")));
                opened.add(recorder);
            }
        }
        assertThat(Files.exists(directory.resolve("a-3.txt"))).isTrue();
        for (AutoCloseable recorder : opened) {
            recorder.close();
        }
    }

    private static URLClassLoader newLoader() throws Exception {
        URL[] urls = {
            Jars.of(NetworkBackend.class).toUri().toURL(),
            Jars.of(FileRecorder.class).toUri().toURL()
        };
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }
}
