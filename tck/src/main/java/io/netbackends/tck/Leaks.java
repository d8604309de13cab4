// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Counts the resources of a JVM before and after. Resources that another thread releases get some seconds. */
final class Leaks {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Duration POLL = Duration.ofMillis(20);
    // The descriptors that the JDK opens once, and the one used for counting.
    private static final int DESCRIPTORS_ALLOWED = 2;
    private static final int THREADS_ALLOWED = 2;
    private static final int WARM_UP = 2;

    private Leaks() {}

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** Runs the call a number of times; never collects garbage, since that would close leaked sockets. */
    static void assertNoDescriptorIsLeft(int times, Expect.Call call) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            call.run();
        }
        int before = descriptors();
        for (int i = 0; i < times; i++) {
            call.run();
        }
        if (!comesTrue(() -> descriptors() <= before + DESCRIPTORS_ALLOWED)) {
            throw new AssertionError((descriptors() - before) + " more descriptors are open after " + times + " calls; "
                    + DESCRIPTORS_ALLOWED + " at most were allowed");
        }
    }

    static void assertNoThreadIsLeft(Expect.Call call) throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        call.run();
        if (!comesTrue(() -> newThreads(before).size() <= THREADS_ALLOWED)) {
            throw new AssertionError("these threads were started and are still alive: " + newThreads(before) + "; "
                    + THREADS_ALLOWED + " at most were allowed");
        }
        for (Thread thread : newThreads(before)) {
            Expect.that(thread.isDaemon(), thread + " was left and keeps the JVM alive; a daemon was required");
        }
    }

    /** Collects garbage until the object is gone. */
    static void assertCollected(Reference<?> reference, String what) throws Exception {
        assertCollected(List.of(reference), what);
    }

    /** Collects garbage until all objects are gone. */
    static void assertCollected(List<? extends Reference<?>> references, String what) throws Exception {
        boolean gone = comesTrue(() -> {
            System.gc();
            return references.stream().allMatch(reference -> reference.refersTo(null));
        });
        Expect.that(gone, what + " is still referenced; nothing was required to refer to it");
    }

    /** The memory of direct buffers, in bytes. */
    static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static int descriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            throw new SkippedCase("this system has no " + DESCRIPTORS + " to count descriptors in");
        }
        try (Stream<Path> entries = Files.list(DESCRIPTORS)) {
            return (int) entries.count();
        }
    }

    private static Set<Thread> newThreads(Set<Thread> before) {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeAll(before);
        return threads;
    }

    private static boolean comesTrue(Condition condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > TckTimes.patience().toNanos()) {
                return false;
            }
            ScriptedPeer.pause(POLL);
        }
        return true;
    }
}
