// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "get | Missing required parameter: 'URL'",
                "nonsense | unknown command: nonsense (see",
                "gte http://localhost/ | unknown command: gte; did you mean get?",
                "conect localhost:1 | unknown command: conect; did you mean connect?",
                "get --timout 3 http://localhost/ | unknown option: --timout; did you mean --timeout?",
                "get --insecur http://localhost/ | unknown option: --insecur; did you mean --insecure?",
                "get --insecur=x http://localhost/ | unknown option: --insecur=x; did you mean --insecure?",
                "get -timeout 3 http://localhost/ | unknown option: -timeout; did you mean --timeout?",
                "help gte | unknown command: gte; did you mean get?",
                "show --timeout 3 x | option --timeout does not apply to the command show",
                "show --cacert=x x | option --cacert does not apply to the command show",
                "--timeout 3 show x | option --timeout does not apply to the command show",
                "--record x convert x y | option --record does not apply to the command convert",
                "replay --insecure x --listen 0 | option --insecure does not apply to the command replay",
                "connect --cacert x localhost:1 | --cacert needs --tls",
                "connect --insecure localhost:1 | --insecure needs --tls",
                "get --key x https://localhost:1/ | --key needs --cert",
                "get --pass x https://localhost:1/ | --pass needs --cert",
                "-D==x backends | property () must have a name",
                "get --nonsense http://localhost/ | unknown option: --nonsense (see",
                "get http://localhost/ http://localhost/ | unexpected argument: http://localhost/ (see",
                "get --timeout -1 http://localhost/ | time (-1) must be a positive number of seconds",
                "get --timeout 0 http://localhost/ | time (0) must be a positive number of seconds",
                "get --timeout 1e9 http://localhost/ | time (1e9) must be a positive number of seconds",
                "get --connect-timeout soon http://localhost/ | time (soon) must be a positive number of seconds",
                "get --backend NO http://localhost/ | name in backend spec \"NO\" (NO) must be lower-case",
                "get --backend a::b http://localhost/ | name in backend spec \"a::b\" () must be",
                "get --async --backend nope http://localhost/ | backend \"nope\" is not installed; installed: ",
                "get --backend nope http://localhost/ | backend \"nope\" is not installed; installed: ",
                "get -Dnetbackends.backend=nope http://localhost/ | (from the system property netbackends.backend)",
                "get --backend socket:socket http://localhost/ | backend \"socket\" wraps no other one",
                "connect localhost | HOST:PORT or unix:PATH is needed: address (localhost) must be HOST:PORT",
                "connect ::1:80 | HOST:PORT or unix:PATH is needed: address (::1:80) must be HOST:PORT",
                "connect localhost:99999 | port (99999) must be between 0 and 65535",
                "connect :80 | host () must not be empty",
                "connect unix: | path of unix: must not be empty",
                "connect --tls unix:/x | --tls needs a host name to verify, which unix:/x does not have",
                "demo --record x | option --record does not apply to the command demo",
            })
    void wrong_usage_is_one_line_and_exit_code_2(String commandLine, String what) {
        Cli.run(commandLine.split(" ")).failsWith(2, what);
    }

    @Test
    void a_missing_command_is_wrong_usage() {
        Cli.run()
                .failsWith(
                        2,
                        "a command is missing: backends, get, connect, lookup, show, convert, replay, run, attach, demo, completion or help");
    }

    @Test
    void an_unknown_backend_comes_with_what_is_installed() {
        Cli.run("--backend", "nope", "get", "http://localhost/")
                .failsWith(2, "socket (io.netbackends.socket.SocketBackendProvider from file:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--backend nope get http://localhost/", "get http://localhost/ --backend nope"})
    void common_options_stand_before_or_after_the_command(String commandLine) {
        Cli.run(commandLine.split(" ")).failsWith(2, "backend \"nope\" is not installed");
    }

    @Test
    void a_url_that_is_none_has_curls_exit_code() {
        Cli.run("get", "nonsense").failsWith(3, "URL (nonsense) is malformed: must begin with http:// or https://");
        Cli.run("get", "http://localhost:99999/").failsWith(3, "port (99999) must be between 0 and 65535");
        Cli.run("get", "gopher://localhost/").failsWith(1, "scheme must be http or https");
    }

    @Test
    void control_characters_of_the_command_line_do_not_reach_the_terminal() {
        Cli cli = Cli.run("get", "http://localhost/\u001b[31m\nsecond line");
        assertThat(cli.failsWith(3).err()).doesNotContain("\u001b");
    }

    @Test
    void a_stack_trace_comes_with_debug_only() {
        Cli.run("get", "nonsense").failsWith(3);
        Cli cli = Cli.run("get", "nonsense", "--debug");
        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.err()).contains("\tat io.netbackends.cli.Url.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "get --help",
                "connect -h",
                "backends --help",
                "demo --help",
                "show --help",
                "convert -h",
                "replay --help",
                "run --help",
                "attach --help"
            })
    void help_goes_to_standard_output(String commandLine) {
        assertThat(Cli.run(commandLine.split(" ")).succeeds().out())
                .startsWith("Usage: netbackends")
                .contains("--debug", "-D=KEY=VALUE");
    }

    @ParameterizedTest
    @CsvSource({"get,true", "connect,true", "show,false", "convert,false", "completion,false"})
    void the_help_has_the_options_that_mean_something(String command, boolean isNetwork) {
        for (String commandLine : new String[] {command + " --help", "help " + command}) {
            String help = Cli.run(commandLine.split(" ")).succeeds().out();
            assertThat(help).startsWith("Usage: netbackends " + command);
            for (String option :
                    new String[] {"--backend=SPEC", "--timeout=SECONDS", "--cacert=FILE", "--record=FILE"}) {
                assertThat(help.contains(option)).as(option).isEqualTo(isNetwork);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"get", "connect", "backends", "demo", "show", "convert", "replay", "run", "attach", "completion"
            })
    void the_help_names_no_class(String command) {
        assertThat(Cli.run("help", command).succeeds().out()).doesNotContainPattern("\\b[A-Z][a-z]+[A-Z][a-z]+");
    }

    @Test
    void the_help_describes_options_in_words() {
        assertThat(Cli.run("--help").succeeds().out())
                .contains("Trust the certificates of this PEM file", "Trust any certificate for any name")
                .doesNotContain("SslContexts");
    }

    @Test
    void the_help_is_a_command_too() {
        assertThat(Cli.run("help").succeeds().out())
                .isEqualTo(Cli.run("--help").succeeds().out());
    }

    @Test
    void the_completion_is_a_script() throws Exception {
        String script = Cli.run("completion").succeeds().out();
        assertThat(script).contains("--no-shutdown", "--connect-timeout", "netbackends");
        Process bash =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (OutputStream in = bash.getOutputStream()) {
            in.write(script.getBytes(UTF_8));
        }
        assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8)).isEmpty();
        assertThat(bash.waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get http://user:secret@localhost/",
                "get http://user:secret@localhost/ --debug",
                "get gopher://user:secret@localhost/ --debug",
                "get http://localhost/ http://user:secret@localhost/",
                "get --nonsense http://user:secret@localhost/",
                "get http://localhost/ --pas secret",
                "get http://localhost/ --pass=x secret -Djava.net.socks.password=secret",
                "get http://localhost/ --pass secret secret --debug",
                "connect http://user:secret@localhost/",
                "connect user:secret@localhost:1",
                "get --pass secret --cert secret https://localhost/",
            })
    void passwords_do_not_reach_the_terminal(String commandLine) {
        Cli cli = Cli.run(commandLine.split(" "));
        assertThat(cli.exitCode()).isNotZero();
        assertThat(cli.err()).startsWith("netbackends: ").doesNotContain("secret");
    }

    @Test
    void the_help_lists_exit_codes() {
        assertThat(Cli.run("--help").out()).contains("Exit codes:", "28   timeout");
        assertThat(Cli.run("get", "--help").out()).doesNotContain("Exit codes:");
    }

    @Test
    void the_version_names_the_java_version() {
        assertThat(Cli.run("--version").succeeds().out())
                .startsWith("netbackends ")
                .contains("Java " + Runtime.version());
    }
}
