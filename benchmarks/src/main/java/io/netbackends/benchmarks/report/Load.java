// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The work of the machine up to a moment, in clock ticks; the difference of two moments shows the load by other processes.
 *
 * @param all the ticks of all processors, idle or not
 * @param busy the ticks of all processes: user, system, and those that the hypervisor gave to other machines
 * @param own the part of {@code busy} by this process and all its ended descendants
 * @param processors the number of processors
 */
record Load(long all, long busy, long own, int processors) {
    /** The maximum load by other processes before a measurement, in processors. */
    static final double MOST = 0.5;

    static Load now() throws IOException {
        return of(
                Files.readAllLines(Path.of("/proc/stat")),
                Files.readString(Path.of("/proc/self/stat")),
                Runtime.getRuntime().availableProcessors());
    }

    /** Reads the two files of proc(5). */
    static Load of(List<String> stat, String self, int processors) {
        String[] cpu = stat.get(0).trim().split(" +", -1); // cpu user nice system idle iowait irq softirq steal
        long all = 0;
        for (int i = 1; i <= 8; i++) {
            all += Long.parseLong(cpu[i]);
        }
        long busy = Long.parseLong(cpu[1]) + Long.parseLong(cpu[2]) + Long.parseLong(cpu[3]) + Long.parseLong(cpu[8]);
        String[] fields = self.substring(self.lastIndexOf(')') + 2).split(" ", -1); // from the third, the state, on
        long own = 0;
        for (int i = 11; i <= 14; i++) { // utime stime cutime cstime
            own += Long.parseLong(fields[i]);
        }
        return new Load(all, busy, own, processors);
    }

    /** Returns the average load by other processes since an earlier moment, in processors. */
    double othersSince(Load before) {
        long ticks = all - before.all;
        long others = (busy - before.busy) - (own - before.own);
        return ticks <= 0 ? 0 : (double) Math.max(0, others) / ticks * processors;
    }

    /** Returns the reason not to measure now, or an empty text. */
    static String refusal(double others) {
        return others <= MOST
                ? ""
                : "other processes take " + Figures.text(others) + " processors, of which at most " + Figures.text(MOST)
                        + " are allowed: end them or wait, or measure anyway with --force";
    }
}
