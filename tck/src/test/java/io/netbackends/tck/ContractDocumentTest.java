// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/contract.md lists for each rule the cases that check it. */
class ContractDocumentTest {
    @Test
    void theContractNamesTheCasesOfEachRule() throws IOException {
        List<String> rows =
                Arrays.stream(Rule.values()).map(ContractDocumentTest::row).toList();

        assertThat(Files.readAllLines(Path.of("../docs/contract.md"))).containsSubsequence(rows);
    }

    @Test
    void theContractHasTheTextOfEachRule() throws IOException {
        List<String> document = Files.readAllLines(Path.of("../docs/contract.md")).stream()
                .map(ContractDocumentTest::withoutMarkup)
                .toList();

        for (Rule rule : Rule.values()) {
            if (rule != Rule.STREAM) { // that rule is the Javadoc of the interface
                assertThat(document)
                        .as("docs/contract.md")
                        .anyMatch(line -> line.startsWith("| " + rule + " | " + rule.text() + " | "));
            }
        }
    }

    /** Reduces links and code to their text. */
    private static String withoutMarkup(String line) {
        return line.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").replace("`", "");
    }

    @Test
    void eachRuleHasACase() {
        Set<Rule> rules = cases().map(TckCase::rule).collect(Collectors.toSet());

        assertThat(rules).containsExactlyInAnyOrder(Rule.values());
    }

    @Test
    void noTwoBehavioursShareAnId() {
        Set<String> names = new HashSet<>();

        assertThat(CaseRegistry.cases())
                .allSatisfy(testCase -> assertThat(
                                names.add(testCase.id() + testCase.protocol() + testCase.recordByRecord()))
                        .as(testCase.name())
                        .isTrue());
    }

    private static Stream<TckCase> cases() {
        return Stream.concat(CaseRegistry.cases().stream(), CaseRegistry.leaks().stream());
    }

    private static String row(Rule rule) {
        return cases().filter(testCase -> testCase.rule() == rule)
                .map(TckCase::id)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", ", "| " + rule + " | ", " |"));
    }
}
