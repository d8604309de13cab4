// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The kit as JUnit tests: a class that extends this one and names a fixture has a test for each case, by family, on platform
 * threads and, where the JDK has them (21 and later), on virtual threads; and once more through the asynchronous half.
 *
 * <p>Most cases mainly wait: with {@code junit.jupiter.execution.parallel.enabled=true} they run in parallel, as many as
 * JUnit's settings allow, but not in parallel with other classes unless these allow it.
 *
 * <p>A case that needs a capability which the fixture does not claim is aborted with the reason.
 */
public abstract class BackendTck {
    /** For subclasses. */
    protected BackendTck() {}

    /** {@return the fixture of the backend; called once for each case} */
    protected abstract TckFixture fixture();

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    final Stream<DynamicNode> onPlatformThreads() {
        return families(false, this::fixture);
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    final Stream<DynamicNode> onVirtualThreads() {
        if (!Threads.virtualAvailable()) {
            return Stream.of(DynamicTest.dynamicTest(
                    "virtual threads", () -> Assumptions.abort("this JDK has no virtual threads; 21 and later do")));
        }
        return families(true, this::fixture);
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    final Stream<DynamicNode> leaksInAJvmOfTheirOwn() throws InterruptedException {
        return Tck.verifyLeaks(getClass()).results().stream()
                .map(result -> DynamicTest.dynamicTest(result.name(), () -> report(result)));
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    final Stream<DynamicNode> throughTheAsynchronousHalf() {
        return families(false, () -> new BridgedFixture(fixture()));
    }

    private static Stream<DynamicNode> families(boolean virtual, Supplier<TckFixture> fixture) {
        Map<String, List<TckCase>> families = new TreeMap<>();
        for (TckCase testCase : CaseRegistry.cases()) {
            families.computeIfAbsent(testCase.family(), family -> new ArrayList<>())
                    .add(testCase);
        }
        return families.entrySet().stream()
                .map(family -> DynamicContainer.dynamicContainer(
                        family.getKey(), family.getValue().stream().map(testCase -> test(testCase, virtual, fixture))));
    }

    private static DynamicTest test(TckCase testCase, boolean virtual, Supplier<TckFixture> fixture) {
        return DynamicTest.dynamicTest(testCase.name(), () -> {
            report(Tck.run(testCase, fixture.get(), virtual));
        });
    }

    private static void report(TckReport.Result result) {
        Assumptions.assumeTrue(result.skipped() == null, result::skipped);
        if (result.failure() != null) {
            throw result.failure();
        }
    }
}
