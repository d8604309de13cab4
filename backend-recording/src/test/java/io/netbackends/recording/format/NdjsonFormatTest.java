// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonFormatTest {
    private static final Instant TIME = Instant.parse("2026-11-21T16:04:05.123456789Z");
    private static final String COMMON = "{\"time\":\"2026-11-21T16:04:05.123456789Z\",\"connection\":7,";
    private static final Event.Failure FAILURE = new Event.Failure("java.net.SocketException", "reset");

    private final NdjsonFormat format = new NdjsonFormat();

    @Test
    void fileBeginsWithFormatVersionRecordingAndPart() {
        ByteBuilder out = new ByteBuilder();
        format.begin(new EventFormat.Section("uuid", 2, TIME, "off"), out);
        assertThat(text(out))
                .isEqualTo("{\"kind\":\"recording\",\"format\":\"netbackends-ndjson\",\"version\":1,"
                        + "\"recording\":\"uuid\",\"part\":2,\"time\":\"2026-11-21T16:04:05.123456789Z\","
                        + "\"redaction\":\"off\"}\n");
    }

    @Test
    void connectionsHaveRoleBackendAndAddresses() throws UnknownHostException {
        SocketAddress target = InetSocketAddress.createUnresolved("a.test", 80);
        SocketAddress local = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 5000);
        assertThat(line(new Event.Opened(TIME, 7, false, "<A>", target, local, v6(), null, null)))
                .isEqualTo(COMMON + "\"kind\":\"open\",\"role\":\"client\",\"backend\":\"<A>\","
                        + "\"target\":{\"host\":\"a.test\",\"port\":80},\"local\":{\"host\":\"127.0.0.1\",\"port\":5000},"
                        + "\"remote\":{\"host\":\"2001:db8:0:0:0:0:0:1\",\"port\":443}}\n");
        assertThat(line(new Event.Opened(
                        TIME, 7, true, "<A>", null, UnixDomainSocketAddress.of("/run/a"), null, null, null)))
                .isEqualTo(COMMON + "\"kind\":\"open\",\"role\":\"server\",\"backend\":\"<A>\","
                        + "\"local\":{\"path\":\"/run/a\"}}\n");
    }

    @Test
    void callsHaveTheTimeOfTheirBeginAndAConnectThatOfItsLookup() {
        Instant begin = Instant.EPOCH;
        assertThat(line(new Event.Closed(TIME, 7, begin)))
                .isEqualTo(COMMON + "\"begin\":\"1970-01-01T00:00:00Z\",\"kind\":\"close\"}\n");
        assertThat(line(new Event.Opened(TIME, 7, false, "<A>", null, null, null, begin.plusSeconds(1), begin)))
                .isEqualTo(COMMON + "\"begin\":\"1970-01-01T00:00:00Z\",\"kind\":\"open\","
                        + "\"lookedUp\":\"1970-01-01T00:00:01Z\",\"role\":\"client\",\"backend\":\"<A>\"}\n");
    }

    @Test
    void connectionThatGoesOnHasAllThatTheEarlierPartsSayOfIt() {
        Event.Opened opened = new Event.Opened(Instant.EPOCH, 7, true, "<A>", null, null, null, null, null);
        Event.Tls tls = new Event.Tls(Instant.EPOCH, 7, "TLSv1.3", "SUITE", "h2", List.of(), null);
        assertThat(line(new Event.Continued(TIME, opened, tls, 12, 34)))
                .isEqualTo(COMMON + "\"kind\":\"continue\",\"opened\":\"1970-01-01T00:00:00Z\",\"role\":\"server\","
                        + "\"backend\":\"<A>\",\"protocol\":\"TLSv1.3\",\"cipher\":\"SUITE\",\"alpn\":\"h2\","
                        + "\"read\":12,\"written\":34}\n");
        assertThat(line(new Event.Continued(TIME, opened, null, 12, 34))).doesNotContain("protocol");
    }

    @Test
    void addressThatIsNeitherHasItsOwnWords() {
        SocketAddress address = new SocketAddress() {
            @Override
            public String toString() {
                return "vsock 3";
            }
        };
        assertThat(line(new Event.ConnectFailed(TIME, 7, "<A>", address, FAILURE, null)))
                .isEqualTo(
                        COMMON + "\"kind\":\"error\",\"operation\":\"connect\",\"backend\":\"<A>\","
                                + "\"target\":{\"text\":\"vsock 3\"},\"type\":\"java.net.SocketException\",\"message\":\"reset\"}\n");
    }

    @Test
    void bytesAreInBase64AndBesideItAsText() {
        assertThat(line(data(true, "hello\r\n\u00e4")))
                .isEqualTo(COMMON
                        + "\"kind\":\"write\",\"size\":9,\"data\":\"aGVsbG8NCsOk\",\"text\":\"hello\\r\\n\u00e4\"}\n");
    }

    @Test
    void textIsEscapedAsJsonAsksFor() {
        assertThat(line(data(true, "\"\\\t\n\r/\u20ac\ud83d\ude00\u00a0")))
                .endsWith(",\"text\":\"\\\"\\\\\\t\\n\\r/\u20ac\ud83d\ude00\u00a0\"}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u001bb", "\u007f", "\u00c2\u009b", "a\u00fc cut off"})
    void bytesThatAreNoTextAreInBase64Only(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(line(new Event.Data(TIME, 7, false, ByteBuffer.wrap(bytes), bytes.length, null)))
                .isEqualTo(COMMON + "\"kind\":\"read\",\"size\":" + bytes.length + ",\"data\":\""
                        + Base64.getEncoder().encodeToString(bytes) + "\"}\n");
    }

    @Test
    void sizeCountsBytesThatWereNotKept() {
        assertThat(line(new Event.Data(TIME, 7, false, ByteBuffer.allocate(0), 5, null)))
                .isEqualTo(COMMON + "\"kind\":\"read\",\"size\":5,\"data\":\"\"}\n");
    }

    @Test
    void certificatesAreAnArray() {
        List<ByteBuffer> two = List.of(ByteBuffer.wrap(new byte[] {1}), ByteBuffer.wrap(new byte[] {2}));
        assertThat(line(new Event.Tls(TIME, 7, "TLSv1.3", "SUITE", "", two, null)))
                .endsWith("\"cipher\":\"SUITE\",\"certificates\":[\"AQ==\",\"Ag==\"]}\n");
    }

    @Test
    void alpnIsLeftOutIfThereIsNone() {
        assertThat(line(new Event.Tls(TIME, 7, "TLSv1.3", "SUITE", "h2", List.of(), null)))
                .isEqualTo(
                        COMMON + "\"kind\":\"tls\",\"protocol\":\"TLSv1.3\",\"cipher\":\"SUITE\",\"alpn\":\"h2\"}\n");
        assertThat(line(new Event.Tls(TIME, 7, "TLSv1.3", "SUITE", "", List.of(), null)))
                .endsWith("\"cipher\":\"SUITE\"}\n");
    }

    @Test
    void whatHappenedIsItsKind() {
        assertThat(line(new Event.EndOfStream(TIME, 7, null))).isEqualTo(COMMON + "\"kind\":\"eof\"}\n");
        assertThat(line(new Event.OutputShutDown(TIME, 7, null))).isEqualTo(COMMON + "\"kind\":\"shutdown\"}\n");
        assertThat(line(new Event.Closed(TIME, 7, null))).isEqualTo(COMMON + "\"kind\":\"close\"}\n");
        assertThat(line(new Event.Failed(TIME, 7, "read", new Event.Failure("java.io.IOException", null), null)))
                .isEqualTo(COMMON + "\"kind\":\"error\",\"operation\":\"read\",\"type\":\"java.io.IOException\"}\n");
    }

    @Test
    void lossOfSeveralConnectionsHasNoNumber() {
        assertThat(line(new Event.Lost(TIME, 7, 1, 2, 3)))
                .isEqualTo(COMMON + "\"kind\":\"lost\",\"events\":1,\"read\":2,\"written\":3}\n");
        assertThat(line(new Event.Lost(TIME, 0, 1, 2, 3)))
                .startsWith("{\"time\":\"2026-11-21T16:04:05.123456789Z\",\"kind\":\"lost\",");
    }

    @Test
    void nothingBreaksTheLineNorReachesATerminal() {
        String message = "\"\\\n\r\t\u0000\u001b\u007f\u009b\ud800\u20ac";
        assertThat(line(new Event.Failed(TIME, 7, "read", new Event.Failure("T", message), null)))
                .endsWith("\"message\":\"\\\"\\\\\\n\\r\\t\\u0000\\u001b\\u007f\\u009b\\ud800\u20ac\"}\n");
    }

    @Test
    void sizesThatCannotBeAreRejected() {
        ByteBuffer two = ByteBuffer.allocate(2);
        for (int size : new int[] {-1, 0, 1, Event.Data.MAX_SIZE + 1}) {
            assertThatThrownBy(() -> new Event.Data(TIME, 7, true, two, size, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("size (" + size + ") must be between 1 and 1048576");
        }
    }

    private static SocketAddress v6() throws UnknownHostException {
        byte[] address = new byte[16];
        address[0] = 0x20;
        address[1] = 0x01;
        address[2] = 0x0d;
        address[3] = (byte) 0xb8;
        address[15] = 1;
        return new InetSocketAddress(Inet6Address.getByAddress(address), 443);
    }

    private static Event data(boolean written, String text) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        return new Event.Data(TIME, 7, written, bytes, bytes.remaining(), null);
    }

    private String line(Event event) {
        ByteBuilder out = new ByteBuilder();
        format.write(event, out);
        return text(out);
    }

    private static String text(ByteBuilder out) {
        return StandardCharsets.UTF_8.decode(out.content()).toString();
    }
}
