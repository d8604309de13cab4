// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackend;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import io.netbackends.testsupport.PlainServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backend as a module that applications need not require, without JSpecify and AutoService on the module path. */
class ModulePathTest {
    private static final Path SPI = Jars.of(NetworkBackend.class);
    private static final Path SOCKET = Jars.of(SocketBackend.class);
    private static final String APP = """
            package app;
            import io.netbackends.*;
            import java.lang.module.ModuleDescriptor;
            import java.util.List;
            public class Main {
                public static void main(String[] args) throws Exception {
                    NetworkBackend net = new NetworkBackend();
                    System.out.println(net);
                    for (InstalledBackend backend : NetworkBackend.installed()) {
                        System.out.println(backend.name() + "|" + backend.providerClass() + "|" + backend.location());
                    }
                    ModuleLayer.boot().modules().stream().map(Module::getDescriptor)
                            .filter(module -> !module.name().startsWith("java.") && !module.name().startsWith("jdk."))
                            .sorted().map(module -> module.name() + " needs " + needs(module))
                            .forEach(System.out::println);
                    if (args.length > 0) {
                        try (NetworkStreamInterface stream = net.connect("127.0.0.1", Integer.parseInt(args[0]))) {
                            System.out.println(stream.getClass().getModule());
                            stream.write("hello".getBytes());
                            stream.shutdownOutput();
                            System.out.println(new String(stream.inputStream().readAllBytes()));
                        }
                    }
                }
                /** The modules that must be there at run time. */
                private static List<String> needs(ModuleDescriptor module) {
                    return module.requires().stream()
                            .filter(required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                            .map(ModuleDescriptor.Requires::name).sorted().toList();
                }
            }
            """;

    @TempDir
    private Path dir;

    @Test
    void anApplicationThatRequiresOnlyTheSpiFindsAndUsesTheBackendAndNeedsNoModuleOfOthers() throws Exception {
        Path app = app();

        ChildJvm.Result result;
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo())) {
            result = ChildJvm.modulePath(List.of(app, SPI, SOCKET), "app/app.Main")
                    .run(String.valueOf(peer.port()));
        }

        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .containsExactly(
                        "<NetworkBackend [socket]>",
                        "socket|io.netbackends.socket.SocketBackendProvider|"
                                + SOCKET.toUri().toURL(),
                        "app needs [io.netbackends, java.base]",
                        "io.netbackends needs [java.base]",
                        "io.netbackends.socket needs [io.netbackends, java.base]",
                        "module io.netbackends",
                        "hello");
    }

    @Test
    void providersThatModulesMakeInAMethodAllCount() throws Exception {
        // For the service loader, both have the types that their methods declare.
        String provider = """
                package two;
                import io.netbackends.*;
                public class %1$s {
                    public static NetworkBackendProvider provider() {
                        return new Named("%2$s");
                    }
                }
                """;
        Path two = Jars.build(
                dir.resolve("two.jar"),
                Map.of(
                        "module-info.java",
                        """
                                module two {
                                    requires io.netbackends;
                                    provides io.netbackends.NetworkBackendProvider with two.First, two.Second;
                                }
                                """,
                        "two/First.java",
                        provider.formatted("First", "first"),
                        "two/Second.java",
                        provider.formatted("Second", "second"),
                        "two/Named.java",
                        """
                                package two;
                                import io.netbackends.*;
                                record Named(String name) implements NetworkBackendProvider {
                                    public NetworkBackendInterface create(BackendContext context) { return null; }
                                }
                                """),
                Map.of(),
                List.of(SPI));

        ChildJvm.Result result = ChildJvm.modulePath(List.of(app(), SPI, SOCKET, two), "app/app.Main")
                .run();

        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .startsWith("<NetworkBackend [socket]>")
                .contains(
                        "first|two.Named|" + two.toUri().toURL(),
                        "second|two.Named|" + two.toUri().toURL());
    }

    private Path app() throws Exception {
        return Jars.build(
                dir.resolve("app.jar"),
                Map.of("module-info.java", "module app { requires io.netbackends; }", "app/Main.java", APP),
                Map.of(),
                List.of(SPI));
    }
}
