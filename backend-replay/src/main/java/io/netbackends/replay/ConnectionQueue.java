// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Hands out the connections that a program has opened, to each target in the order of the recording. */
final class ConnectionQueue {
    private static final int MAX_LISTED = 20;

    /** Connections to the same target. */
    private static final class Group {
        final List<RecordedConnection> connections = new ArrayList<>();
        int used;
    }

    private final ReopeningFile file;
    private final ReplaySettings settings;
    private final List<RecordedConnection> all;
    private final Map<String, Group> byTarget;
    private final Group served = new Group();
    private final ReentrantLock lock = new ReentrantLock();

    ConnectionQueue(ReopeningFile file, List<RecordedConnection> connections, ReplaySettings settings) {
        this.file = file;
        this.settings = settings;
        this.all = connections.stream()
                .filter(connection -> !connection.isAccepted())
                .toList();
        this.byTarget = byTarget();
        connections.stream()
                .filter(connection -> connection.first() instanceof Event.Opened)
                .forEach(served.connections::add);
    }

    RecordedConnection next(SocketAddress target, String operation) throws ReplayMismatchException {
        lock.lock();
        try {
            return next(group(target), operation);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next connection that was opened, or accepted, to be served; to whatever target if there is none given. */
    RecordedConnection nextServed(@Nullable SocketAddress target, String operation) throws ReplayMismatchException {
        lock.lock();
        try {
            return next(target == null ? served : group(target), operation).asServed();
        } finally {
            lock.unlock();
        }
    }

    private RecordedConnection next(Group group, String operation) throws ReplayMismatchException {
        int size = group.connections.size();
        if (size == 0) {
            throw mismatch(operation, "none was recorded to it; these were: " + targets());
        }
        if (group.used >= size && !settings.repeated()) {
            throw mismatch(operation, "all connections that were recorded to it are used up: " + size);
        }
        return group.connections.get(group.used++ % size);
    }

    /** Leniently, the port does not matter where none was recorded to this one: servers of tests have changing ports. */
    private Group group(SocketAddress target) {
        Group exact = byTarget.getOrDefault(RecordedAddress.text(target), new Group());
        if (!exact.connections.isEmpty() || !settings.isLenient()) {
            return exact;
        }
        return byTarget.computeIfAbsent(RecordedAddress.host(target) + " at any port", key -> {
            Group group = new Group();
            String host = RecordedAddress.host(target);
            all.stream()
                    .filter(connection ->
                            RecordedAddress.host(connection.target()).equals(host))
                    .forEach(group.connections::add);
            return group;
        });
    }

    private String targets() {
        Map<String, Group> targets = byTarget();
        return targets.isEmpty()
                ? "none at all"
                : targets.entrySet().stream()
                                .limit(MAX_LISTED)
                                .map(entry -> entry.getKey() + " ("
                                        + entry.getValue().connections.size() + ")")
                                .collect(Collectors.joining(", "))
                        + (targets.size() > MAX_LISTED ? ", ..." : "");
    }

    private Map<String, Group> byTarget() {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (RecordedConnection connection : all) {
            groups.computeIfAbsent(RecordedAddress.text(connection.target()), key -> new Group())
                    .connections
                    .add(connection);
        }
        return groups;
    }

    private ReplayMismatchException mismatch(String operation, String what) {
        return settings.mismatch(operation + ": this is a replay of " + file + ", and " + what);
    }
}
