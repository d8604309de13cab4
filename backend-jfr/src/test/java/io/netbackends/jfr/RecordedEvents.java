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

/** Records what is done with a network, with all events of connections, however short. */
final class RecordedEvents {
    private static final String PREFIX = "netbackends.";

    private RecordedEvents() {}

    /** Runs an action, and returns its events in the order in which they ended. */
    static List<RecordedEvent> during(Callable<?> action) throws Exception {
        try (Recording recording = new Recording()) {
            for (String kind : List.of("Read", "Write")) {
                recording.enable(PREFIX + kind).withThreshold(Duration.ZERO);
            }
            recording.start();
            action.call();
            recording.stop();
            return of(recording);
        }
    }

    /** The name without the prefix. */
    static String kind(RecordedEvent event) {
        return event.getEventType().getName().substring(PREFIX.length());
    }

    /** Returns the events of a recording that has stopped, in the order in which they ended. */
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
}
