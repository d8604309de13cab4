// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.testsupport.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Runs the kit without a test framework. */
public final class Tck {
    private Tck() {}

    /** {@return every case of the kit, by family and number} */
    public static List<TckCase> cases() {
        return CaseRegistry.cases();
    }

    /**
     * Checks a backend on platform threads and, where the JDK has them (21 and later), on virtual threads.
     *
     * @param fixture what the kit has to know about the backend
     * @return what was found; never throws because of the backend
     */
    public static TckReport verify(TckFixture fixture) {
        List<TckResult> results = new ArrayList<>();
        for (TckCase testCase : cases()) {
            results.add(run(testCase, fixture, false));
            if (Threads.virtualAvailable()) {
                results.add(run(testCase, fixture, true));
            }
        }
        return new TckReport(results);
    }

    static TckResult run(TckCase testCase, TckFixture fixture, boolean virtual) {
        return run(testCase, fixture, virtual, TckTimes.guard());
    }

    /** The guard is how long the case may take before its connections are closed. */
    static TckResult run(TckCase testCase, TckFixture fixture, boolean virtual, Duration guard) {
        Set<Capability> missing = new TreeSet<>(testCase.needs());
        missing.removeAll(fixture.capabilities());
        String threads = virtual ? "virtual" : "platform";
        if (!missing.isEmpty()) {
            String needs = String.join(
                    " and ", missing.stream().map(Capability::meaning).toList());
            return new TckResult(testCase, threads, "needs " + needs + ", which the fixture does not claim", null);
        }
        String waived = fixture.waivers().get(testCase.id());
        if (waived != null && testCase.level() == Level.RECOMMENDED) {
            return new TckResult(testCase, threads, "waived by the fixture: " + waived, null);
        }
        return new CaseRunner(testCase, fixture, virtual, guard).result(threads);
    }
}
