// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * A recording during several tests, with all events of connections, regardless of their duration. After each {@link
 * #during}, JDK 17 may lose the texts of one event of each thread, if they have more than 16 characters and were recorded
 * before.
 */
final class RecordedEvents implements AutoCloseable {
    private static final String PREFIX = "netbackends.";

    private final Recording recording = new Recording();

    RecordedEvents() {
        for (String kind : List.of("Read", "Write")) {
            recording.enable(PREFIX + kind).withThreshold(Duration.ZERO);
        }
        recording.start();
    }

    /** Runs an action, and returns the events of its connections in the order in which they ended. */
    List<RecordedEvent> during(Callable<?> action) throws Exception {
        long before = ObservedConnection.with(null).number();
        action.call();
        return of(recording).stream()
                .filter(event -> event.getLong("connection") > before)
                .toList();
    }

    /** Returns the name without the prefix. */
    static String kind(RecordedEvent event) {
        return event.getEventType().getName().substring(PREFIX.length());
    }

    /** Returns the events of a recording, in the order in which they ended. */
    static List<RecordedEvent> of(Recording recording) throws IOException {
        Path file = Files.createTempFile("netbackends", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().startsWith(PREFIX))
                    .sorted(Comparator.comparing(RecordedEvent::getEndTime))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}
