// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.time.Duration;
import java.util.Arrays;

/** Idle timeouts, which restart whenever bytes arrive. */
final class IdleCases {
    private static final int PIECES = 4;

    private IdleCases() {}

    private static Duration idle() {
        return TckTimes.moment().multipliedBy(8);
    }

    /** The peer's pause after each piece; several pauses exceed the idle timeout. */
    private static Duration pause() {
        return idle().dividedBy(3);
    }

    /** Tries three times: on a busy machine, the peer or a proxy may be too slow. */
    private static void trying(Expect.Call attempt) throws Exception {
        for (int left = 2; ; left--) {
            try {
                attempt.run();
                return;
            } catch (NetworkTimeoutException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    private static NetworkTimeoutException timesOut(Duration duration, Expect.Call call) throws Exception {
        return Expect.timeout(duration, () -> {
            try (Timeout idle = Timeout.idle(duration)) {
                call.run();
            }
        });
    }

    @Behaviour(
            id = "IDL_01",
            rule = Rule.D24,
            title = "a read from a silent peer ends after the idle timeout, and the stream stays usable",
            hint = "the wait in read: at most Timeout.remainingNanos(), then Timeout.check")
    static void aSilentPeerIsIdle(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkTimeoutException timeout =
                timesOut(TckTimes.moment(), () -> connection.stream().read(10));

        Expect.that(timeout.isIdle(), "\"" + timeout.getMessage() + "\" does not say that the stream was idle");
        connection.peer().send("on");
        Expect.sameBytes(Bytes.ascii("on"), Bytes.read(connection.stream(), 2), "the data read afterwards");
    }

    @Behaviour(
            id = "IDL_02",
            rule = Rule.D24,
            title = "an idle block may last longer than its timeout if each call ends in time",
            hint = "Timeout.checkProgress, not check, at the beginning of each call on a stream")
    static void eachCallStartsAnew(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send(new byte[PIECES]);

        try (Timeout idle = Timeout.idle(idle())) {
            for (int i = 0; i < PIECES; i++) {
                ScriptedPeer.pause(pause()); // time that the caller uses does not count
                Expect.equal(1, Bytes.read(connection.stream(), 1).length, "the number of bytes read");
            }
            ScriptedPeer.pause(idle().plus(TckTimes.early()));
            connection.stream().write(Bytes.ascii("x"));
        }
        Expect.sameBytes(Bytes.ascii("x"), connection.peer().readExactly(1), "the data that the peer read");
    }

    @Behaviour(
            id = "IDL_03",
            rule = Rule.D24,
            title = "a record that arrives in pieces is read if no piece is late",
            hint = "Timeout.checkProgress between the transport's reads within one read",
            eachTls = true)
    static void aTrickledRecordIsRead(CaseContext kit) throws Exception {
        trying(() -> {
            StreamAndPeer connection = kit.connect();
            TlsScript script =
                    TlsScript.server(connection.peer(), kit.protocol()).shakeHandsWith(connection.stream(), kit);
            byte[] record = script.records(Bytes.ascii("Hello"));
            kit.script(() -> {
                for (int i = 0; i < PIECES; i++) {
                    ScriptedPeer.pause(pause());
                    script.send(
                            Arrays.copyOfRange(record, i * record.length / PIECES, (i + 1) * record.length / PIECES));
                }
            });

            try (Timeout idle = Timeout.idle(idle())) {
                Expect.sameBytes(Bytes.ascii("Hello"), connection.stream().read(), "the data read");
            }
        });
    }

    @Behaviour(
            id = "IDL_04",
            rule = Rule.D24,
            title = "a handshake with a slow peer succeeds if no message is late",
            hint = "Timeout.checkProgress between the transport's reads within a handshake",
            needs = Capability.TLS)
    static void aSlowHandshakeIsMade(CaseContext kit) throws Exception {
        trying(() -> {
            StreamAndPeer connection = kit.connect();
            TlsScript script =
                    TlsScript.server(connection.peer(), "TLSv1.2").pausing(() -> ScriptedPeer.pause(pause()));

            try (Timeout idle = Timeout.idle(idle())) {
                script.shakeHandsWith(connection.stream(), kit);
            }
        });
    }

    @Behaviour(
            id = "IDL_05",
            rule = Rule.D24,
            title = "bytes that arrive restart an idle timeout, but not the deadline around it",
            hint = "the restart of idle timeouts, which must not restart deadlines",
            needs = Capability.TLS)
    static void theDeadlineAroundStays(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsScript script = TlsScript.server(connection.peer(), "TLSv1.3").shakeHandsWith(connection.stream(), kit);
        long bytes = TckTimes.slack().plus(TckTimes.moment()).dividedBy(Duration.ofMillis(20));
        byte[] record = script.records(new byte[(int) bytes]);
        connection.peer().trickle(Arrays.copyOf(record, (int) bytes), Duration.ofMillis(20));

        NetworkTimeoutException timeout = UnderDeadline.timesOut(TckTimes.moment(), () -> {
            try (Timeout idle = Timeout.idle(idle())) {
                connection.stream().read();
            }
        });
        Expect.that(!timeout.isIdle(), "\"" + timeout.getMessage() + "\" does not name the deadline");
    }
}
