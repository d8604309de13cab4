// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.recording.format.Event;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingReaderTest {
    private static final Instant TIME = Instant.parse("2026-11-21T16:00:00Z");

    @Test
    void readsTheEventsOfEachKind() throws Exception {
        List<Event> events = all(Recording.begin()
                .open(1, "localhost", 80)
                .tls(1, "h2")
                .write(1, "hello")
                .data(1, "read", "he", 5)
                .eof(1)
                .shutdown(1)
                .error(1, "read", "java.net.SocketException", "Connection reset")
                .lost(1, 2, 3)
                .close(1)
                .connectFailed(2, "nowhere", 1, "java.net.ConnectException", "refused")
                .reader());
        InetSocketAddress target = InetSocketAddress.createUnresolved("localhost", 80);
        assertThat(events)
                .containsExactly(
                        new Event.Opened(
                                TIME, 1, false, "<SocketBackend>", target, local(50001), local(80), null, null),
                        new Event.Tls(TIME, 1, "TLSv1.3", "TLS_AES_256_GCM_SHA384", "h2", List.of(), null),
                        new Event.Data(TIME, 1, true, ByteBuffer.wrap("hello".getBytes(UTF_8)), 5, null),
                        new Event.Data(TIME, 1, false, ByteBuffer.wrap("he".getBytes(UTF_8)), 5, null),
                        new Event.EndOfStream(TIME, 1, null),
                        new Event.OutputShutDown(TIME, 1, null),
                        new Event.Failed(
                                TIME,
                                1,
                                "read",
                                new Event.Failure("java.net.SocketException", "Connection reset"),
                                null),
                        new Event.Lost(TIME, 1, 1, 2, 3),
                        new Event.Closed(TIME, 1, null),
                        new Event.ConnectFailed(
                                TIME,
                                2,
                                "<SocketBackend>",
                                InetSocketAddress.createUnresolved("nowhere", 1),
                                new Event.Failure("java.net.ConnectException", "refused"),
                                null));
    }

    @Test
    void readsAddressesOfEachKind() throws Exception {
        List<Event> events = all(Recording.begin()
                .event(
                        1,
                        "open",
                        "\"role\":\"server\",\"backend\":\"\",\"local\":{\"path\":\"/a.sock\"},\"remote\":{\"path\":\"\"}")
                .event(
                        2,
                        "open",
                        "\"role\":\"client\",\"backend\":\"\",\"target\":{\"text\":\"vm:3\"},"
                                + "\"local\":{\"host\":\"fe80::1%none\",\"port\":1},\"remote\":{\"host\":\"::1\",\"port\":2}")
                .reader());
        Event.Opened unix = (Event.Opened) events.get(0);
        assertThat(unix.accepted()).isTrue();
        assertThat(unix.target()).isNull();
        assertThat(unix.local()).isEqualTo(UnixDomainSocketAddress.of("/a.sock"));
        assertThat(unix.remote()).isEqualTo(UnixDomainSocketAddress.of(""));
        Event.Opened other = (Event.Opened) events.get(1);
        assertThat(other.target()).hasToString("vm:3");
        assertThat(other.local()).isEqualTo(InetSocketAddress.createUnresolved("fe80::1%none", 1));
        assertThat(other.remote()).isEqualTo(new InetSocketAddress(InetAddress.getByName("::1"), 2));
    }

    @Test
    void passesOverWhatItDoesNotKnow() throws Exception {
        List<Event> events = all(Recording.begin()
                .event(1, "new-kind", "\"size\":\"large\",\"data\":{\"a\":[1,{}]},\"target\":7")
                .event(1, "eof", "\"why\":{\"nested\":[[1,2],{}]},\"size\":\"of no interest here\"")
                .reader());
        assertThat(events).containsExactly(new Event.EndOfStream(TIME, 1, null));
    }

    @Test
    void readsSeveralRecordingsInOneFile() throws Exception {
        try (RecordingReader reader =
                Recording.begin().eof(1).header("r-2", "off").eof(1).reader()) {
            assertThat(reader.header()).isNull();
            assertThat(reader.next()).isNotNull();
            assertThat(reader.header()).isEqualTo(new RecordingHeader("r-1", 1, TIME, "off"));
            assertThat(reader.next()).isNotNull();
            assertThat(reader.header()).isEqualTo(new RecordingHeader("r-2", 1, TIME, "off"));
            assertThat(reader.line()).isEqualTo(4);
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void passesOverALastLineThatWasCutOffAndSaysSo() throws Exception {
        try (RecordingReader reader = Recording.begin().eof(1).raw("{\"ti").reader()) {
            assertThat(reader.next()).isNotNull();
            assertThat(reader.cutOff()).isZero();
            assertThat(reader.next()).isNull();
            assertThat(reader.next()).isNull();
            assertThat(reader.cutOff()).isEqualTo(4);
            assertThat(reader.line()).isEqualTo(3);
        }
    }

    @Test
    void passesOverALineThatWasCutOffBeforeAnotherRecordingBegins() throws Exception {
        List<Event> events = all(Recording.begin()
                .eof(1)
                .line("{\"ti")
                .header("r-2", "off")
                .eof(2)
                .reader());
        assertThat(events).extracting(Event::connection).containsExactly(1L, 2L);
    }

    @Test
    void passesOverNoOtherLineThatWasCutOff() throws Exception {
        try (RecordingReader reader = Recording.begin().line("{\"ti").eof(1).reader()) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(MalformedRecordingException.class)
                    .hasMessageContaining("line 2");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'size':5,'data':'aGVsbG8'|data must be base64 with padding",
                "'size':5,'data':'aGV_bG8='|data must be base64",
                "'size':5,'data':'aGVs\\nG8='|data must be base64",
                "'size':4,'data':'aGVsbG8='|size (4) must not be less than the length of data, 5",
                "'size':0,'data':''|size (0) must be between 1 and 1048576",
                "'size':-1,'data':''|size (-1) must be between",
                "'size':1048577,'data':''|size (1048577) must be between",
                "'size':99999999999999999999,'data':''|size must be a whole number",
                "'size':1e3,'data':''|size must be a whole number",
                "'size':'5','data':''|size must be a whole number",
                "'size':5|data is missing",
                "'data':''|size is missing",
                "'size':5,'data':7|data must be a string",
                "'size':5,'data':[{'a':1}]|data must be a string",
                "'size':5,'data':null|data must be a string",
            })
    void refusesWrongData(String members, String problem) {
        assertWrong(Recording.begin().event(1, "read", members.replace('\'', '"')), 2, problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'kind':'eof','connection':1}|time is missing",
                "{'kind':'eof','connection':1,'time':'yesterday'}|time (yesterday) must be such as",
                "{'kind':'eof','time':'2026-11-21T16:00:00Z'}|connection is missing",
                "{'kind':'eof','connection':0,'time':'2026-11-21T16:00:00Z'}|connection (0) must be between 1",
                "{'connection':1,'time':'2026-11-21T16:00:00Z'}|kind is missing",
                "{'kind':7}|kind must be a string",
                "[1]|a line must be a JSON object",
                "7|a line must be a JSON object",
                "{} {}|the line must end after",
                "{'kind':'eof'|not JSON",
                "{\"a\\u0001|not JSON",
                "{'a':1,}|not JSON",
                "nonsense|not JSON",
            })
    void refusesWhatIsNoEvent(String line, String problem) {
        assertWrong(Recording.begin().line(line.replace('\'', '"')), 2, problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'host':'a'|remote: port is missing",
                "'host':'a','port':65536|remote: port (65536) must be between 0 and 65535",
                "'host':'a b','port':1|remote: host (a?b) must not contain white space",
                "'host':'','port':1|remote: host () must not be empty",
                "'host':7,'port':1|remote: host must be a string",
                "'path':'\\u0000'|remote: ",
                "'other':1|remote: text is missing",
            })
    void refusesWrongAddresses(String address, String problem) {
        assertWrong(
                Recording.begin()
                        .event(
                                1,
                                "open",
                                "\"role\":\"client\",\"backend\":\"\",\"remote\":{" + address.replace('\'', '"') + "}"),
                2,
                problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'kind':'recording','format':'netbackends-ndjson','version':2}|format (netbackends-ndjson 2) must be",
                "{'kind':'recording','format':'other','version':1}|format (other 1) must be netbackends-ndjson 1",
                "{'kind':'recording','version':1}|format is missing",
                "{'kind':'other','connection':1,'time':'2026-11-21T16:00:00Z'}|the first line must be one of the kind recording",
                "GET / HTTP/1.1|this is not a recording in the format netbackends-ndjson",
            })
    void refusesWhatIsNoRecording(String line, String problem) {
        assertWrong(Recording.empty().line(line.replace('\'', '"')), 1, problem);
    }

    @Test
    void refusesOtherEncodingsAndBytesThatAreNoUtf8() {
        String line = "{\"kind\":\"recording\"}";
        for (byte[] bytes : List.of(
                line.concat("\n").getBytes(UTF_16BE),
                new byte[] {0, 0, '{', 0, '\n'},
                ("\ufeff" + line + "\n").getBytes(UTF_16LE),
                new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}', '\n'},
                new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}', '\n'})) {
            assertThatThrownBy(() -> all(RecordingReader.of(new ByteArrayInputStream(bytes), "x")))
                    .isInstanceOf(MalformedRecordingException.class)
                    .hasMessageContaining("x, line 1: this is not a recording");
        }
    }

    @Test
    void refusesAFileWithoutALine() {
        assertWrong(Recording.empty(), 1, "this is not a recording");
        assertWrong(Recording.empty().raw("{\"kind\":\"recording\""), 1, "it has no complete line");
    }

    @Test
    void isBounded() {
        assertWrong(Recording.begin().line("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}"), 2, "depth");
        assertWrong(Recording.begin().line("{\"a\":" + "9".repeat(1000) + "}"), 2, "not JSON");
        assertWrong(Recording.begin().line("{\"" + "a".repeat(1000) + "\":1}"), 2, "not JSON");
        assertWrong(
                Recording.begin().event(1, "read", "\"size\":1,\"data\":\"" + "A".repeat(3 << 20) + "\""),
                2,
                "not JSON");
        assertWrong(
                Recording.begin().line("{\"kind\":\"x\",\"text\":\"" + "a".repeat(8 << 20) + "\"}"),
                2,
                "must not have more than 8388608 bytes");
    }

    @Test
    void takesALineOfEightMebibytes() throws Exception {
        String begin = "{\"kind\":\"x\",\"text\":\"";
        String line = begin + "a".repeat((8 << 20) - begin.length() - 2) + "\"}";
        assertThat(all(Recording.begin().line(line).eof(1).reader())).hasSize(1);
    }

    @Test
    void messagesAreOneLineWithoutControlCharacters() {
        assertThatThrownBy(() -> all(Recording.begin()
                        .line("{\"kind\":\"eof\",\"connection\":1,\"time\":\"\\u001b[31m\\n\\u009b" + "x".repeat(1000)
                                + "\"}")
                        .reader()))
                .satisfies(e -> assertThat(e.getMessage())
                        .doesNotContainPattern("\\p{Cntrl}|\\x9b")
                        .hasSizeLessThan(400));
    }

    /** Two gigabytes of events with a heap too small to hold them. */
    @Test
    void keepsNothingOfALongFile() throws Exception {
        byte[] begin =
                "{\"kind\":\"recording\",\"format\":\"netbackends-ndjson\",\"version\":1,\"recording\":\"r\",\"part\":1,\"time\":\"2026-11-21T16:00:00Z\"}\n"
                        .getBytes(UTF_8);
        byte[] line = ("{\"kind\":\"x\",\"text\":\"" + "a".repeat(4 << 20) + "\"}\n").getBytes(UTF_8);
        int lines = 512;
        List<InputStream> parts = new ArrayList<>(List.of(new ByteArrayInputStream(begin)));
        IntStream.range(0, lines).forEach(i -> parts.add(new ByteArrayInputStream(line)));
        try (RecordingReader reader =
                RecordingReader.of(new SequenceInputStream(Collections.enumeration(parts)), "long.ndjson")) {
            assertThat(reader.next()).isNull();
            assertThat(reader.position()).isGreaterThan(2L << 30);
            assertThat(reader.line()).isEqualTo(lines + 2);
        }
    }

    private static InetSocketAddress local(int port) throws Exception {
        return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
    }

    private static void assertWrong(Recording recording, int line, String problem) {
        assertThatThrownBy(() -> all(recording.reader()))
                .isInstanceOf(MalformedRecordingException.class)
                .hasMessageStartingWith("test.ndjson, line " + line + ": ")
                .hasMessageContaining(problem)
                .satisfies(e ->
                        assertThat(((MalformedRecordingException) e).line()).isEqualTo(line));
    }

    private static List<Event> all(RecordingReader reader) throws Exception {
        List<Event> events = new ArrayList<>();
        try (reader) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
        }
        return events;
    }
}
