// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.ChildJvm;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheLookupEventTest {
    @Test
    void aLookupIsAnEventWithTheStatisticsOfTheCache(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            resolve("one.test", "one.test", "two.test");
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("netbackends.CacheLookup"))
                .sorted(Comparator.comparing(RecordedEvent::getEndTime))
                .toList();
        assertThat(events).hasSize(2);
        RecordedEvent last = events.get(1);
        assertThat(last.getString("host")).isEqualTo("two.test");
        assertThat(last.getString("failure")).isNull();
        assertThat(last.getLong("hits")).isEqualTo(1);
        assertThat(last.getLong("misses")).isEqualTo(2);
        assertThat(last.getLong("lookups")).isEqualTo(2);
        assertThat(last.getInt("names")).isEqualTo(2);
    }

    @Test
    void aCacheWorksInAnImageWithoutFlightRecorder() throws Exception {
        ChildJvm.Result result = ChildJvm.classPath(System.getProperty("java.class.path"))
                .jvmArgs("--limit-modules", "java.base,java.logging")
                .run(Resolving.class.getName(), "one.test");
        assertThat(result.err()).isEmpty();
        assertThat(result.out().strip()).isEqualTo("1 false");
    }

    private static long resolve(String... hosts) throws Exception {
        DnsCache cache = DnsCache.builder()
                .resolver(host -> List.of(InetAddress.getLoopbackAddress()))
                .build();
        for (String host : hosts) {
            cache.resolve(host);
        }
        return cache.statistics().lookups();
    }

    /** Prints the number of lookups, and whether they could be recorded. */
    static final class Resolving {
        public static void main(String[] hosts) throws Exception {
            System.out.println(resolve(hosts) + " " + LookupWatch.RECORDABLE);
        }
    }
}
