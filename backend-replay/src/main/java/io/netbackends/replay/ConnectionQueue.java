// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Hands out the recorded connections to each target, in the order of the recording. */
final class ConnectionQueue {
    private static final int MAX_LISTED = 20;

    /** Connections to the same target. */
    private static final class Group {
        final List<RecordedConnection> connections;
        int used;

        /** Creates a group. Omits connections whose beginning is missing, unless there are no others. */
        Group(Collection<RecordedConnection> all) {
            List<RecordedConnection> whole =
                    all.stream().filter(connection -> !connection.isContinued()).toList();
            this.connections = whole.isEmpty() ? List.copyOf(all) : whole;
        }
    }

    private final ReopeningFile file;
    private final ReplaySettings settings;
    private final List<RecordedConnection> all;
    private final Map<String, Group> byTarget;
    private final Group served;
    private final Map<String, Group> servedTo = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    ConnectionQueue(ReopeningFile file, List<RecordedConnection> connections, ReplaySettings settings) {
        this.file = file;
        this.settings = settings;
        this.all = connections.stream()
                .filter(connection -> !connection.isAccepted())
                .toList();
        this.byTarget = byTarget();
        this.served = opened(connections);
    }

    RecordedConnection next(SocketAddress target, String operation) throws ReplayMismatchException {
        lock.lock();
        try {
            return next(group(target), target, operation);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the next connection to serve to a client: one to this target or, if it is null, any connection, including
     * accepted ones.
     */
    RecordedConnection nextServed(@Nullable SocketAddress target, String operation) throws ReplayMismatchException {
        lock.lock();
        try {
            return next(served(target), target, operation).asServed();
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #nextServed}, but returns null if there is no connection left, or if the recorded peer waited for the
     * client.
     */
    @Nullable
    RecordedConnection nextServedThatSpeaksFirst(@Nullable SocketAddress target) throws IOException {
        lock.lock();
        try {
            Group group = served(target);
            int size = group.connections.size();
            if (size == 0 || (group.used >= size && !settings.repeated())) {
                return null;
            }
            RecordedConnection next = group.connections.get(group.used % size).asServed();
            if (!next.beginsWithPeer()) {
                return null;
            }
            group.used++;
            return next;
        } finally {
            lock.unlock();
        }
    }

    private RecordedConnection next(Group group, @Nullable SocketAddress target, String operation)
            throws ReplayMismatchException {
        int size = group.connections.size();
        if (size == 0) {
            throw mismatch(operation, "no connection to it was recorded, but these were: " + targets(), remedy(target));
        }
        if (group.used >= size && !settings.repeated()) {
            throw mismatch(operation, "all recorded connections to it are used up: " + size, Remedy.RENEW);
        }
        return group.connections.get(group.used++ % size);
    }

    private Group served(@Nullable SocketAddress target) {
        return target == null
                ? served
                : servedTo.computeIfAbsent(RecordedAddress.text(target), key -> opened(group(target).connections));
    }

    private static Group opened(List<RecordedConnection> connections) {
        return new Group(connections.stream()
                .filter(connection -> !connection.isFailure())
                .toList());
    }

    /**
     * In lenient mode, if no connection to this port was recorded, uses those to the same host, because test servers have
     * changing ports.
     */
    private Group group(SocketAddress target) {
        Group exact = byTarget.get(RecordedAddress.text(target));
        if (exact != null) {
            return exact;
        }
        return settings.isLenient()
                ? byTarget.computeIfAbsent(
                        RecordedAddress.host(target) + " at any port",
                        key -> new Group(toHost(target).toList()))
                : new Group(List.of());
    }

    private Stream<RecordedConnection> toHost(SocketAddress target) {
        String host = RecordedAddress.host(target);
        return all.stream()
                .filter(connection -> RecordedAddress.host(connection.target()).equals(host));
    }

    private Remedy remedy(@Nullable SocketAddress target) {
        return target == null || settings.isLenient()
                ? Remedy.RENEW
                : toHost(target)
                        .findFirst()
                        .map(connection -> Remedy.anyPort(RecordedAddress.text(connection.target())))
                        .orElse(Remedy.RENEW);
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
        Map<String, List<RecordedConnection>> lists = new LinkedHashMap<>();
        for (RecordedConnection connection : all) {
            lists.computeIfAbsent(RecordedAddress.text(connection.target()), key -> new ArrayList<>())
                    .add(connection);
        }
        Map<String, Group> groups = new LinkedHashMap<>();
        lists.forEach((target, connections) -> groups.put(target, new Group(connections)));
        return groups;
    }

    private ReplayMismatchException mismatch(String operation, String what, Remedy remedy) {
        return settings.mismatch(operation + ": this is a replay of " + file + ", and " + what, remedy);
    }
}
