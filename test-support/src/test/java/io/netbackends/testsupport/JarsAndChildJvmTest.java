// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarsAndChildJvmTest {
    private static final String HELLO = """
            package hello;
            public class Main {
                public static void main(String[] args) throws Exception {
                    System.out.print("hello " + String.join(",", args) + " " + System.getProperty("p")
                            + " " + System.getenv("E") + " " + Main.class.getModule().isNamed());
                    System.err.print(new java.io.File("").getAbsolutePath());
                    System.exit(System.in.read() == -1 ? 3 : 4);
                }
            }
            """;

    @TempDir
    private Path dir;

    @Test
    void aCompiledMainRunsFromTheClassPath() throws Exception {
        Path jar = Jars.build(dir.resolve("hello.jar"), Map.of("hello/Main.java", HELLO), Map.of(), List.of());

        ChildJvm.Result result = ChildJvm.classPath(List.of(jar))
                .property("p", "1")
                .environment("E", "2")
                .jvmArgs("-Xmx64m")
                .directory(dir)
                .run("hello.Main", "a", "b");

        assertThat(result)
                .isEqualTo(new ChildJvm.Result(
                        3, "hello a,b 1 2 false", dir.toRealPath().toString()));
    }

    @Test
    void aCompiledModuleRunsFromTheModulePath() throws Exception {
        Path library = Jars.build(
                dir.resolve("library.jar"),
                Map.of(
                        "module-info.java",
                        "module lib { exports lib; }",
                        "lib/L.java",
                        "package lib; public class L {}"),
                Map.of(),
                List.of());
        Path jar = Jars.build(
                dir.resolve("hello.jar"),
                Map.of(
                        "module-info.java", "module hello { requires lib; }",
                        "hello/Main.java", HELLO,
                        "hello/UsesLibrary.java", "package hello; class UsesLibrary extends lib.L {}"),
                Map.of(),
                List.of(library));

        ChildJvm.Result result =
                ChildJvm.modulePath(List.of(jar, library), "hello/hello.Main").run("a");

        assertThat(result.out()).isEqualTo("hello a null null true");
    }

    @Test
    void resourcesAreWhereServicesAreLookedUp() throws Exception {
        Path jar = Jars.build(
                dir.resolve("service.jar"),
                Map.of("a/Service.java", """
                        package a;
                        public class Service implements Runnable {
                            public void run() { System.out.print("found"); }
                            public static void main(String[] args) {
                                java.util.ServiceLoader.load(Runnable.class).forEach(Runnable::run);
                            }
                        }
                        """),
                Map.of("META-INF/services/java.lang.Runnable", "a.Service\n"),
                List.of());

        assertThat(ChildJvm.classPath(jar.toString()).run("a.Service").out()).isEqualTo("found");
    }

    @Test
    void muchOutputOnBothStreamsBlocksNeitherProcess() throws Exception {
        Path jar = Jars.build(
                dir.resolve("much.jar"), Map.of("Much.java", """
                        public class Much {
                            public static void main(String[] args) {
                                System.err.print("e".repeat(1_000_000));
                                System.out.print("o".repeat(1_000_000));
                            }
                        }
                        """),
                Map.of(), List.of());

        ChildJvm.Result result = ChildJvm.classPath(List.of(jar)).run("Much");

        assertThat(result.out()).hasSize(1_000_000);
        assertThat(result.err()).hasSize(1_000_000);
    }

    @Test
    void aChildThatDoesNotEndIsKilledAndItsOutputShown() throws Exception {
        Path jar = Jars.build(
                dir.resolve("endless.jar"), Map.of("Endless.java", """
                        public class Endless {
                            public static void main(String[] args) throws Exception {
                                System.out.println("pid " + ProcessHandle.current().pid() + ".");
                                System.err.println("last words");
                                new java.util.concurrent.CountDownLatch(1).await();
                            }
                        }
                        """),
                Map.of(), List.of());

        Throwable failure = catchThrowable(() ->
                ChildJvm.classPath(List.of(jar)).limit(Duration.ofSeconds(3)).run("Endless"));

        assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("still running after PT3S")
                .hasMessageContaining("last words");
        Matcher pid = Pattern.compile("pid (\\d+)\\.").matcher(failure.getMessage());
        assertThat(pid.find()).isTrue();
        Optional<ProcessHandle> child = ProcessHandle.of(Long.parseLong(pid.group(1)));
        if (child.isPresent()) {
            child.get().onExit().get(30, TimeUnit.SECONDS); // killed, and about to end
        }
    }

    @Test
    void sourcesThatDoNotCompileFailWithTheCompilersWords() {
        assertThatThrownBy(() -> Jars.build(
                        dir.resolve("bad.jar"), Map.of("Bad.java", "class Bad { int i = \"\"; }"), Map.of(), List.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Bad.java")
                .hasMessageContaining("incompatible types");
    }

    @Test
    void theTestsOwnClassPathIsNotTheCompilers() {
        Map<String, String> source = Map.of("A.java", "class A { io.netbackends.testsupport.PlainServer p; }");

        assertThatThrownBy(() -> Jars.build(dir.resolve("a.jar"), source, Map.of(), List.of()))
                .isInstanceOf(AssertionError.class);
        assertThat(dir.resolve("b.jar"))
                .satisfies(jar -> Jars.build(
                        jar,
                        source,
                        Map.of(),
                        List.of(Jars.of(PlainServer.class), Jars.of(org.jspecify.annotations.NullMarked.class))));
    }

    @Test
    void aClassKnowsItsJarOrDirectory() {
        assertThat(Jars.of(Test.class)).isRegularFile().hasExtension("jar");
        assertThat(Files.exists(Jars.of(PlainServer.class))).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> Jars.of(String.class));
    }
}
