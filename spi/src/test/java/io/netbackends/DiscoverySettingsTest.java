// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static io.netbackends.Discovery.provider;
import static io.netbackends.Discovery.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sources of settings, and the treatment of unknown ones. */
class DiscoverySettingsTest {
    private static final String DECLARES = """
            String values = context.setting(LEVEL).map(level -> " level " + level).orElse("")
                    + context.setting(MAX_FILES).map(files -> " files " + files).orElse("");
            return (host, port) -> { throw new java.io.IOException(name() + values); };
            }
            private static final Setting<Integer> LEVEL = Setting.number("level", 1, 9);
            private static final Setting<String> MAX_FILES = Setting.text("max-files");
            public java.util.Collection<Setting<?>> settings() { return java.util.List.of(LEVEL, MAX_FILES);""";

    @TempDir
    private static Path dir;

    private static Discovery discovery;
    private static Path socket;
    private static Path logging;
    private static Path log;

    @BeforeAll
    static void buildJars() throws Exception {
        discovery = new Discovery(dir);
        socket = discovery.plain("Socket", "socket");
        logging = discovery.jar("Logging", provider("Logging", "return \"my-logging\";", DECLARES));
        log = discovery.jar("Log", provider("Log", "return \"my\";", DECLARES));
    }

    private static ChildJvm child() throws Exception {
        return discovery.child(socket, logging, log);
    }

    @Test
    void settingsComeFromThePropertyElseFromTheEnvironmentUnlessEmpty() throws Exception {
        assertThat(run(
                        child().property("netbackends.my-logging.level", "2")
                                .environment("NETBACKENDS_MY_LOGGING_LEVEL", "3")
                                .environment("NETBACKENDS_MY_LOGGING_MAX_FILES", "4"),
                        "my-logging"))
                .containsExactly("my-logging = my-logging level 2 files 4");
        assertThat(run(
                        child().environment("NETBACKENDS_MY_LOGGING_LEVEL", "")
                                .environment("NETBACKENDS_MY_LOGGING_LEVELL", ""),
                        "my-logging"))
                .containsExactly("my-logging = my-logging");
    }

    @Test
    void aValueThatIsNotAllowedNamesThePropertyOrTheVariableThatItCameFrom() throws Exception {
        assertThat(run(child().environment("NETBACKENDS_MY_LOGGING_LEVEL", "12"), "my-logging"))
                .containsExactly(
                        "java.lang.IllegalArgumentException: NETBACKENDS_MY_LOGGING_LEVEL (12) must be a whole number"
                                + " between 1 and 9");
        assertThat(run(
                        child().property("netbackends.my-logging.level", "x")
                                .environment("NETBACKENDS_MY_LOGGING_LEVEL", "2"),
                        "my-logging"))
                .containsExactly(
                        "java.lang.IllegalArgumentException: netbackends.my-logging.level (x) must be a whole number"
                                + " between 1 and 9");
    }

    @ParameterizedTest
    @CsvSource({
        "netbackends.my-logging.levle, netbackends.my-logging.level",
        "netbackends.my-logging.maxfiles, netbackends.my-logging.max-files",
        "netbackends.my-loging.level, netbackends.my-logging.level",
        "netbackend.my-logging.level, netbackends.my-logging.level",
        "Netbackends.My-Logging.level, netbackends.my-logging.level"
    })
    void aMisspelledPropertyIsAnErrorThatNamesTheClosest(String misspelled, String meant) throws Exception {
        assertThat(run(child().property(misspelled, "2"), "my-logging"))
                .containsExactly("java.lang.IllegalArgumentException: setting " + misspelled
                        + " must be one that the backend \"my-logging\" has; did you mean " + meant
                        + "? (it has level, max-files)");
    }

    @Test
    void aMisspelledVariableIsAnErrorThatNamesTheClosest() throws Exception {
        assertThat(run(child().environment("NETBACKENDS_MY_LOGGING_MAXFILES", "2"), "my-logging"))
                .containsExactly(
                        "java.lang.IllegalArgumentException: setting NETBACKENDS_MY_LOGGING_MAXFILES must be one"
                                + " that the backend \"my-logging\" has; did you mean NETBACKENDS_MY_LOGGING_MAX_FILES?"
                                + " (it has level, max-files)");
    }

    @Test
    void aSettingThatResemblesNoneIsAnErrorThatListsThem() throws Exception {
        assertThat(run(child().property("netbackends.my-logging.colour", "red"), "my-logging"))
                .containsExactly(
                        "java.lang.IllegalArgumentException: setting netbackends.my-logging.colour must be one that"
                                + " the backend \"my-logging\" has (it has level, max-files)");
    }

    @Test
    void aBackendThatDeclaresNoSettingsHasThoseThatItAsksFor() throws Exception {
        assertThat(run(child().property("netbackends.socket.greting", "hello"), "socket", "my-logging"))
                .containsExactly(
                        "java.lang.IllegalArgumentException: setting netbackends.socket.greting must be one that the backend"
                                + " \"socket\" has; did you mean netbackends.socket.greeting? (it has greeting)",
                        "my-logging = my-logging");
    }

    @Test
    void settingsOfBackendsThatAreNotCreatedAreLeftAlone() throws Exception {
        assertThat(run(
                        child().property("netbackends.my-logging.levle", "2")
                                .property("netbackends.recording.formt", "hex")
                                .property("netbackends.other.level", "3")
                                .environment("NETBACKENDS_MY_LOGGING_LEVLE", "2")
                                .environment("NETBACKENDS_OTHER_FILE", "x"),
                        "default",
                        "my"))
                .containsExactly("socket = socket", "my = my");
    }

    @Test
    void aMisspelledSelectionIsAnErrorAndNotTheDefault() throws Exception {
        assertThat(run(child().property("netbackends.backends", "my"), "default", "my"))
                .containsExactly(
                        "java.lang.IllegalArgumentException: setting netbackends.backends must be one that netbackends has;"
                                + " did you mean netbackends.backend?",
                        "my = my");
        assertThat(run(child().environment("NETBACKEND_BACKEND", "my"), "default"))
                .containsExactly(
                        "java.lang.IllegalArgumentException: setting NETBACKEND_BACKEND must be one that netbackends"
                                + " has; did you mean NETBACKENDS_BACKEND?");
        assertThat(run(
                        child().property("netbackends.backends", "my").property("netbackends.backend", "my-logging"),
                        "default"))
                .containsExactly("my-logging = my-logging");
    }

    @Test
    void anEmptyVariableSelectsNothing() throws Exception {
        assertThat(run(child().environment("NETBACKENDS_BACKEND", ""), "default"))
                .containsExactly("socket = socket");
    }
}
