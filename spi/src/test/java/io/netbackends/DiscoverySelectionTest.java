// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static io.netbackends.Discovery.listed;
import static io.netbackends.Discovery.run;
import static io.netbackends.Discovery.url;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The selection of the backend, with real jars on a real class path. */
class DiscoverySelectionTest {
    @TempDir
    private static Path dir;

    private static Discovery discovery;
    private static Path socket;
    private static Path nio;
    private static Path unix;

    @BeforeAll
    static void buildJars() throws Exception {
        discovery = new Discovery(dir);
        socket = discovery.plain("Socket", "socket");
        nio = discovery.plain("Nio", "nio");
        unix = discovery.plain("Unix", "unix-socket");
    }

    @Test
    void thePropertySelects() throws Exception {
        assertThat(run(discovery.child(socket, nio).property("netbackends.backend", "nio"), "default"))
                .containsExactly("nio = nio");
    }

    @Test
    void theEnvironmentVariableSelects() throws Exception {
        assertThat(run(discovery.child(socket, nio).environment("NETBACKENDS_BACKEND", "nio"), "default"))
                .containsExactly("nio = nio");
    }

    @Test
    void thePropertyBeatsTheEnvironmentVariableAndNamesBeatBoth() throws Exception {
        List<String> lines = run(
                discovery
                        .child(socket, nio, unix)
                        .property("netbackends.backend", "nio")
                        .environment("NETBACKENDS_BACKEND", "unix-socket"),
                "default",
                "socket");

        assertThat(lines).containsExactly("nio = nio", "socket = socket");
    }

    @Test
    void withoutSelectionSocketIsTheDefaultWhereverItStands() throws Exception {
        assertThat(run(discovery.child(nio, socket, unix), "default", "nio"))
                .containsExactly("socket = socket", "nio = nio");
    }

    @Test
    void withoutSelectionAndSocketTheOnlyOneInstalledIsTheDefault() throws Exception {
        assertThat(run(discovery.child(nio), "default")).containsExactly("nio = nio");
    }

    @Test
    void severalWithoutSocketAreAnErrorThatListsThem() throws Exception {
        assertThat(run(discovery.child(nio, unix), "default", "unix-socket"))
                .containsExactly(
                        "java.lang.IllegalStateException: there is no default backend: neither the system property"
                                + " netbackends.backend nor the environment variable NETBACKENDS_BACKEND is set, no backend"
                                + " is named \"socket\" (add io.netbackends:netbackends-socket to the class path), and there"
                                + " is not exactly one transport; installed: " + listed("nio", "Nio", nio)
                                + ", " + listed("unix-socket", "Unix", unix),
                        "unix-socket = unix-socket");
    }

    @Test
    void noneInstalledIsAnErrorThatSaysSo() throws Exception {
        List<String> lines = run(discovery.child(), "default", "nio", "installed");

        assertThat(lines.get(0))
                .startsWith("java.lang.IllegalStateException: there is no default backend")
                .endsWith("; installed: none");
        assertThat(lines.get(1))
                .isEqualTo("java.lang.IllegalArgumentException: backend \"nio\" is not installed (add"
                        + " io.netbackends:netbackends-nio to the class path); installed: none");
        assertThat(lines.subList(2, lines.size())).containsExactly("", ".");
    }

    @Test
    void anUnknownNameIsAnErrorThatSaysWhereItCameFromAndListsWhatThereIs() throws Exception {
        String installed = "; installed: " + listed("socket", "Socket", socket) + ", " + listed("nio", "Nio", nio);

        assertThat(run(discovery.child(socket, nio).property("netbackends.backend", "no-such"), "default", "nia"))
                .containsExactly(
                        "java.lang.IllegalArgumentException: backend \"no-such\" (from the system property"
                                + " netbackends.backend) is not installed" + installed,
                        "java.lang.IllegalArgumentException: backend \"nia\" is not installed (did you mean"
                                + " \"nio\"?)" + installed);
        assertThat(run(discovery.child(socket, nio).environment("NETBACKENDS_BACKEND", "no-such"), "default"))
                .containsExactly(
                        "java.lang.IllegalArgumentException: backend \"no-such\" (from the environment variable"
                                + " NETBACKENDS_BACKEND) is not installed" + installed);
    }

    @Test
    void anEmptyPropertyIsAnErrorThatNamesTheProperty() throws Exception {
        assertThat(run(discovery.child(socket).property("netbackends.backend", ""), "default"))
                .singleElement()
                .asString()
                .startsWith("java.lang.IllegalArgumentException: name in backend spec \"\""
                        + " (from the system property netbackends.backend)");
    }

    @Test
    void aMalformedSpecIsAnErrorThatNamesItsSource() throws Exception {
        assertThat(run(discovery.child(socket).property("netbackends.backend", "socket:"), "default"))
                .singleElement()
                .asString()
                .startsWith("java.lang.IllegalArgumentException: name in backend spec \"socket:\""
                        + " (from the system property netbackends.backend)");
        assertThat(run(discovery.child(socket).environment("NETBACKENDS_BACKEND", "Socket"), "default", "a b"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("java.lang.IllegalArgumentException: name in backend spec \"Socket\""
                                        + " (from the environment variable NETBACKENDS_BACKEND)"),
                        line -> assertThat(line)
                                .startsWith("java.lang.IllegalArgumentException: name in backend spec \"a b\" ("));
    }

    @Test
    void twoProvidersWithOneNameAreAnErrorThatNamesBothJarsAndLeavesOtherNamesUsable() throws Exception {
        Path otherNio = discovery.plain("OtherNio", "nio");
        String twice = " is provided more than once, by " + listed("nio", "Nio", nio) + ", "
                + listed("nio", "OtherNio", otherNio) + "; only one of them may be installed";

        assertThat(run(discovery.child(nio, socket, otherNio), "nio", "socket", "default"))
                .containsExactly(
                        "java.lang.IllegalStateException: backend \"nio\"" + twice,
                        "socket = socket",
                        "socket = socket");
        assertThat(run(discovery.child(nio, otherNio), "default"))
                .containsExactly("java.lang.IllegalStateException: backend \"nio\"" + twice);
    }

    @Test
    void twoSocketProvidersAreAnErrorEvenAsTheDefault() throws Exception {
        Path otherSocket = discovery.plain("OtherSocket", "socket");

        assertThat(run(discovery.child(socket, nio, otherSocket), "default", "nio"))
                .containsExactly(
                        "java.lang.IllegalStateException: backend \"socket\" is provided more than once, by "
                                + listed("socket", "Socket", socket) + ", "
                                + listed("socket", "OtherSocket", otherSocket)
                                + "; only one of them may be installed",
                        "nio = nio");
    }

    @Test
    void installedListsNamesClassesAndJarsInTheOrderOfTheClassPath() throws Exception {
        assertThat(run(discovery.child(nio, socket), "installed"))
                .containsExactly("nio|acme.Nio|" + url(nio) + "|", "socket|acme.Socket|" + url(socket) + "|", ".");
    }

    @Test
    void anOptionIsTheSystemPropertyWithTheBackendsNameInIt() throws Exception {
        List<String> lines = run(
                discovery
                        .child(socket, nio)
                        .property("netbackends.nio.greeting", "!")
                        .property("netbackends.greeting", "?"),
                "nio",
                "socket");

        assertThat(lines).containsExactly("nio = nio!", "socket = socket");
    }
}
