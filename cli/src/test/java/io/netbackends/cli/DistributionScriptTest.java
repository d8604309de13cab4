// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script of the distribution, with a fake Java that prints its arguments, each in brackets. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for POSIX shells")
class DistributionScriptTest {
    private static final String MAIN = "[io.netbackends.cli.Main]";

    @TempDir
    Path directory;

    private Path root;
    private Path script;

    @BeforeEach
    void unpack() throws Exception {
        root = Files.createDirectories(directory.toRealPath().resolve("a place"));
        script = Files.createDirectories(root.resolve("bin")).resolve("netbackends");
        Files.copy(Path.of("src/dist/bin/netbackends"), script);
        Files.createDirectories(root.resolve("lib/agent"));
        for (String jar : new String[] {"b.jar", "a.jar", "agent/agent.jar"}) {
            Files.writeString(root.resolve("lib").resolve(jar), "");
        }
        Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '[%s]' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void names_each_jar_in_order_and_passes_arguments_on_unchanged() throws Exception {
        assertThat(run(Map.of(), script, "get", "a  b", "*")).isEqualTo(expected("", "") + "[get][a  b][*]");
    }

    @Test
    void an_empty_variable_does_not_put_the_current_directory_on_the_class_path() throws Exception {
        assertThat(run(Map.of("NETBACKENDS_CLASSPATH", ""), script)).isEqualTo(expected("", ""));
        assertThat(run(Map.of("NETBACKENDS_CLASSPATH", "/x/*:y z.jar"), script))
                .isEqualTo(expected("", ":/x/*:y z.jar"));
    }

    @Test
    void words_of_JAVA_OPTS_are_options_and_no_patterns() throws Exception {
        assertThat(run(Map.of("JAVA_OPTS", "-Da=* -Xmx64m"), script)).isEqualTo(expected("[-Da=*][-Xmx64m]", ""));
    }

    @Test
    void an_archive_is_used_without_a_word_if_there_is_one() throws Exception {
        Path archive = Files.writeString(root.resolve("lib/netbackends.jsa"), "");
        assertThat(run(Map.of(), script))
                .isEqualTo(expected("[-XX:SharedArchiveFile=" + archive + "][-Xshare:auto][-Xlog:disable]", ""));
    }

    @Test
    void works_through_symbolic_links() throws Exception {
        Path relative = Files.createSymbolicLink(directory.resolve("second"), Path.of("a place/bin/netbackends"));
        Path absolute = Files.createSymbolicLink(directory.resolve("first"), relative);
        assertThat(run(Map.of(), absolute)).isEqualTo(expected("", ""));
    }

    @Test
    void a_JAVA_HOME_without_java_is_named() throws Exception {
        assertThat(run(Map.of("JAVA_HOME", "/nowhere"), script))
                .isEqualTo(
                        "netbackends: JAVA_HOME (/nowhere) must be the directory of a Java runtime: it has no bin/java\n");
    }

    private String expected(String options, String more) {
        return options + "[-cp][" + root + "/lib/a.jar:" + root + "/lib/b.jar" + more + "]" + MAIN;
    }

    private String run(Map<String, String> variables, Path program, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 2];
        command[0] = "sh";
        command[1] = program.toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
