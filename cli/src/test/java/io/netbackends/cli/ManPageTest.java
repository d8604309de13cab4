// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ManPageTest {
    private static String page() {
        return Cli.run("man-page").succeeds().out();
    }

    @Test
    void has_each_section_in_the_usual_order() {
        List<String> sections =
                page().lines().filter(line -> line.startsWith(".SH")).toList();
        assertThat(sections)
                .containsExactly(
                        ".SH \"NAME\"",
                        ".SH \"SYNOPSIS\"",
                        ".SH \"OPTIONS\"",
                        ".SH \"COMMANDS\"",
                        ".SH \"EXIT STATUS\"",
                        ".SH \"ENVIRONMENT\"");
    }

    @Test
    void has_the_commands_that_help_shows_and_no_hidden_one() {
        String help = Cli.run("--help").succeeds().out();
        List<String> commands = page().lines()
                .filter(line -> line.startsWith(".SS"))
                .map(line -> line.substring(5, line.length() - 1))
                .toList();
        assertThat(commands).contains("backends", "get", "run", "completion").doesNotContain("man\\-page");
        assertThat(commands).allSatisfy(command -> assertThat(help).containsPattern("(?m)^  " + command + " "));
        assertThat(help).doesNotContain("man-page");
    }

    @Test
    void describes_options_without_the_escapes_of_their_format() {
        assertThat(page())
                .contains(".TP\n\\fB\\-\\-record FILE\\fR\n", "%n the number of the file, and %% a percent sign.");
    }

    @Test
    void begins_no_text_with_a_control_character() {
        assertThat(page().lines()).noneMatch(line -> line.matches("'.*|\\.[^A-Z].*"));
    }
}
