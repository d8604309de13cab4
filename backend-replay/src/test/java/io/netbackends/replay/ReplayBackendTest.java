// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.BufferedWriter;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The choice of the replayed connection. */
class ReplayBackendTest extends ReplayTestBase {
    @Test
    void connectionsToOneTargetComeInTheirOrderAndThoseToOthersApart() throws Exception {
        ReplayBackend backend = ReplayBackend.of(Recording.begin()
                .open(1, "a", 80)
                .open(2, "b", 80)
                .read(2, "b-1")
                .open(3, "a", 80)
                .read(3, "a-2")
                .read(1, "a-1")
                .save(directory));
        assertThat(text(backend.connect("B", 80).read())).isEqualTo("b-1");
        assertThat(text(backend.connect("a", 80).read())).isEqualTo("a-1");
        assertThat(text(backend.connect("a", 80).read())).isEqualTo("a-2");
        assertThatThrownBy(() -> backend.connect("a", 80))
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("connect to a:80: this is a replay of")
                .hasMessageContaining("all recorded connections to it are used up: 2");
    }

    @Test
    void aTargetThatWasNotRecordedGetsAListOfThoseThatWere() throws Exception {
        ReplayBackend backend = ReplayBackend.of(Recording.begin()
                .open(1, "a", 80)
                .open(2, "b", 443)
                .open(3, "a", 80)
                .save(directory));
        assertThatThrownBy(() -> backend.connect("c", 80))
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("no connection to it was recorded, but these were: a:80 (2), b:443 (1)");
        assertThatThrownBy(() -> backend.connect("a", 81)).isInstanceOf(ReplayMismatchException.class);
    }

    @Test
    void addressesAreComparedWithoutALookUpHoweverTheyAreWritten() throws Exception {
        ReplayBackend backend = ReplayBackend.of(Recording.begin()
                .open(1, "::1", 80)
                .read(1, "six")
                .event(2, "open", "\"role\":\"client\",\"backend\":\"\",\"target\":{\"path\":\"/run/a.sock\"}")
                .read(2, "unix")
                .save(directory));
        assertThat(text(backend.connect("[0:0:0:0:0:0:0:1]", 80).read())).isEqualTo("six");
        assertThat(text(backend.connect(UnixDomainSocketAddress.of("/run/a.sock"))
                        .read()))
                .isEqualTo("unix");
    }

    @Test
    void anAddressWhoseNameIsNoHostNameIsComparedInDigits() throws Exception {
        ReplayBackend backend = ReplayBackend.of(
                Recording.begin().open(1, "127.0.0.1", 80).read(1, "four").save(directory));
        InetAddress named = InetAddress.getByAddress("no host name", new byte[] {127, 0, 0, 1});
        assertThat(text(backend.connect(new InetSocketAddress(named, 80)).read()))
                .isEqualTo("four");
    }

    @Test
    void acceptedConnectionsAreNotReplayedToConnects() throws Exception {
        ReplayBackend backend = ReplayBackend.of(Recording.begin()
                .event(
                        1,
                        "open",
                        "\"role\":\"server\",\"backend\":\"\",\"remote\":{\"host\":\"127.0.0.1\",\"port\":80}")
                .save(directory));
        assertThatThrownBy(() -> backend.connect("127.0.0.1", 80))
                .isInstanceOf(ReplayMismatchException.class)
                .hasMessageContaining("none at all");
    }

    @Test
    void aConnectionThatFailedFailsAgain() throws Exception {
        ReplayBackend backend = ReplayBackend.of(Recording.begin()
                .connectFailed(1, "a", 80, "java.net.ConnectException", "connect to a:80: Connection refused")
                .connectFailed(2, "a", 80, "java.net.UnknownHostException", "a")
                .connectFailed(3, "a", 80, "io.netbackends.NetworkTimeoutException", "timed out")
                .open(4, "a", 80)
                .read(4, "at last")
                .save(directory));
        assertThatThrownBy(() -> backend.connect("a", 80))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessage("connect to a:80: Connection refused");
        assertThatThrownBy(() -> backend.connect("a", 80)).isExactlyInstanceOf(UnknownHostException.class);
        try (Timeout timeout = Timeout.after(SHORT)) {
            assertThatThrownBy(() -> backend.connect("a", 80)).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(text(backend.connect("a", 80).read())).isEqualTo("at last");
    }

    @Test
    void connectingChecksArgumentInterruptAndDeadlineInThisOrderAndUsesNothingUp() throws Exception {
        ReplayBackend backend = ReplayBackend.of(connection().read(1, "a").save(directory));
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> backend.connect("", 80)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> backend.connect("localhost", 80)).isInstanceOf(NetworkTimeoutException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> backend.connect("localhost", 80))
                    .isInstanceOf(InterruptedIOException.class)
                    .isNotInstanceOf(NetworkTimeoutException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(text(connect(backend).read())).isEqualTo("a");
    }

    @Test
    void canBeginAgainBehindTheLastOne() throws Exception {
        ReplayBackend backend = ReplayBackend.builder(connection().read(1, "a").save(directory))
                .repeat()
                .build();
        assertThat(text(connect(backend).read())).isEqualTo("a");
        assertThat(text(connect(backend).read())).isEqualTo("a");
    }

    @Test
    void numbersOfConnectionsBelongToTheirRecording() throws Exception {
        ReplayBackend backend = ReplayBackend.of(Recording.begin()
                .open(1, "localhost", 80)
                .read(1, "a")
                .header("r-2", "off")
                .open(1, "localhost", 80)
                .read(1, "b")
                .header("r-1", "off")
                .read(1, "c")
                .save(directory));
        NetworkStreamInterface first = connect(backend);
        NetworkStreamInterface second = connect(backend);
        assertThat(text(first.read()) + text(first.read()) + text(second.read()))
                .isEqualTo("acb");
    }

    @Test
    void aFileThatIsNoneIsRefused() throws Exception {
        assertThatThrownBy(() -> ReplayBackend.of(directory.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() ->
                        ReplayBackend.of(Recording.empty().line("nonsense").save(directory)))
                .isInstanceOf(MalformedRecordingException.class);
        assertThatThrownBy(() ->
                        ReplayBackend.of(Recording.begin().line("nonsense").save(directory)))
                .isInstanceOf(MalformedRecordingException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void damageInTheBytesIsReportedWhereTheyAreWanted() throws Exception {
        NetworkStreamInterface stream =
                connect(connection().read(1, "a").event(1, "read", "\"size\":5,\"data\":\"?\""));
        assertThat(text(stream.read())).isEqualTo("a");
        assertThatThrownBy(stream::read).hasMessageContaining("test.ndjson, line 4: data must be base64");
    }

    /** Connections that alternate constantly, and one whose start and end are far apart. */
    @Test
    void manyConnectionsInALongFileAreReadWhereTheyAre() throws Exception {
        int rounds = 3000;
        Path file = directory.resolve("long.ndjson");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(Recording.begin()
                    .open(1, "a", 1)
                    .open(2, "b", 2)
                    .open(3, "c", 3)
                    .read(3, "begin")
                    .toString());
            for (int i = 0; i < rounds; i++) {
                out.write(Recording.empty()
                        .read(1, i + ":" + "x".repeat(100))
                        .read(2, i + "y")
                        .toString());
            }
            out.write(Recording.empty().read(3, "end").toString());
        }
        ReplayBackend backend = ReplayBackend.of(file);
        NetworkStreamInterface a = backend.connect("a", 1);
        NetworkStreamInterface b = backend.connect("b", 2);
        NetworkStreamInterface c = backend.connect("c", 3);
        assertThat(text(c.read()) + text(c.read())).isEqualTo("beginend");
        for (int i = 0; i < rounds; i++) {
            assertThat(text(a.read())).isEqualTo(i + ":" + "x".repeat(100));
            assertThat(text(b.read())).isEqualTo(i + "y");
        }
    }
}
