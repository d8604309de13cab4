// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Runs the kit without a test framework. */
public final class Tck {
    private Tck() {}

    /**
     * Checks a backend on platform threads and, where the JDK has them (21 and later), on virtual threads.
     *
     * @param fixture describes the backend
     * @return the report; never throws because of the backend
     */
    public static TckReport verify(TckFixture fixture) {
        List<TckReport.Result> results = new ArrayList<>();
        for (TckCase testCase : CaseRegistry.cases()) {
            results.add(run(testCase, fixture, false));
            if (Threads.virtualAvailable()) {
                results.add(run(testCase, fixture, true));
            }
        }
        return new TckReport(results);
    }

    /**
     * Checks that a backend leaves no descriptor, thread or memory behind, which {@link #verify} omits: starts a JVM with
     * the class path of this one, and counts there.
     *
     * @param fixture a {@link TckFixture} or {@link BackendTck} with a constructor without parameters, of any visibility; if
     *     it has none, or is not on the class path, the cases are skipped
     * @return the report; never throws because of the backend
     * @throws InterruptedException if the thread was interrupted while it waited for the JVM
     */
    public static TckReport verifyLeaks(Class<?> fixture) throws InterruptedException {
        return LeakJvm.verify(fixture, CaseRegistry.leaks());
    }

    static TckReport.Result run(TckCase testCase, TckFixture fixture, boolean virtual) {
        return run(testCase, fixture, virtual, TckTimes.guard());
    }

    /** The guard is the time limit after which the connections of the case are closed. */
    static TckReport.Result run(TckCase testCase, TckFixture fixture, boolean virtual, Duration guard) {
        Set<Capability> missing = new TreeSet<>(testCase.needs());
        missing.removeAll(fixture.capabilities());
        String threads = virtual ? "virtual" : "platform";
        if (!missing.isEmpty()) {
            String needs = String.join(
                    " and ", missing.stream().map(Capability::meaning).toList());
            return TckReport.Result.skipped(testCase, threads, "needs " + needs + ", which the fixture does not claim");
        }
        String waived = fixture.waivers().get(testCase.id());
        if (waived != null && testCase.level() == Level.RECOMMENDED) {
            return TckReport.Result.skipped(testCase, threads, "waived by the fixture: " + waived);
        }
        return new CaseRunner(testCase, fixture, virtual, guard).result(threads);
    }
}
