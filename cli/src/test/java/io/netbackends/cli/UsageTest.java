// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
                "nonsense | nonsense",
                "get --nonsense http://localhost/ | Unknown option: '--nonsense'",
                "get http://localhost/ http://localhost/ | Unmatched argument",
                "get --timeout -1 http://localhost/ | time (-1) must be a positive number of seconds",
                "get --timeout 0 http://localhost/ | time (0) must be a positive number of seconds",
                "get --timeout 1e9 http://localhost/ | time (1e9) must be a positive number of seconds",
                "get --connect-timeout soon http://localhost/ | time (soon) must be a positive number of seconds",
                "get --backend NO http://localhost/ | name in backend spec \"NO\" (NO) must be lower-case",
                "get --backend a::b http://localhost/ | name in backend spec \"a::b\" () must be",
                "get --backend nope http://localhost/ | backend \"nope\" is not installed; installed: ",
                "get -Dnetbackends.backend=nope http://localhost/ | (from the system property netbackends.backend)",
                "get --backend socket:socket http://localhost/ | backend \"socket\" wraps no other one",
                "connect localhost | address (localhost): must be HOST:PORT or unix:PATH",
                "connect ::1:80 | address (::1:80): must be HOST:PORT or unix:PATH",
                "connect localhost:99999 | port (99999) must be between 0 and 65535",
                "connect :80 | host () must not be empty",
                "connect unix: | path must not be empty",
                "connect --tls unix:/x | --tls needs a host name to verify, which unix:/x does not have",
                "demo --record x | leave --record away",
            })
    void wrong_usage_is_one_line_and_exit_code_2(String commandLine, String what) {
        Cli.run(commandLine.split(" ")).failsWith(2, what);
    }

    @Test
    void a_missing_command_is_wrong_usage() {
        Cli.run().failsWith(2, "a command is missing: backends, get, connect, show, convert, replay or demo");
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
                "replay --help"
            })
    void help_goes_to_standard_output(String commandLine) {
        assertThat(Cli.run(commandLine.split(" ")).succeeds().out())
                .startsWith("Usage: netbackends")
                .contains("--backend=SPEC", "--timeout=SECONDS", "--cacert=FILE", "--record=FILE");
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
