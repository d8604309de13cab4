// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the packets with Wireshark. */
class PcapngFormatTest {
    private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final SocketAddress V6 = new InetSocketAddress("2001:db8::5", 50000);

    @TempDir
    private Path directory;

    private final Events events = new Events();
    private PcapngFormat format = new PcapngFormat();

    @ParameterizedTest
    @ValueSource(ints = {80, 443, 8443, 40123})
    void httpOverTlsIsSeenAsHttpWhateverThePort(int port) throws Exception {
        events.opened(port).tls("http/1.1").written(REQUEST).read(ANSWER).closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        assertThat(tshark.fields("http", "http.request.uri", "http.response.code", "http.file_data"))
                .containsExactly("/a\t\t", "\t200\thello");
    }

    @Test
    void everyByteIsThereInOrder() throws Exception {
        Random random = new Random(1);
        byte[] large = new byte[200_000];
        byte[] largest = new byte[Event.Data.MAX_SIZE];
        random.nextBytes(large);
        random.nextBytes(largest);
        events.opened(40123)
                .written(new byte[] {1})
                .written(large)
                .read(new byte[] {2, 3})
                .read(largest)
                .closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        byte[] client = new byte[1 + large.length];
        client[0] = 1;
        System.arraycopy(large, 0, client, 1, large.length);
        byte[] server = new byte[2 + largest.length];
        server[0] = 2;
        server[1] = 3;
        System.arraycopy(largest, 0, server, 2, largest.length);
        assertThat(tshark.follow(0)).containsExactly(client, server);
    }

    @Test
    void sequenceNumbersWrap() throws Exception {
        format = new PcapngFormat(-0x0195_31d7 - 100_000);
        byte[] bytes = new byte[90_000];
        new Random(1).nextBytes(bytes);
        events.opened(40123)
                .written(bytes)
                .read(bytes)
                .written(bytes)
                .read(bytes)
                .closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        assertThat(tshark.fields("tcp.flags.fin == 1", "tcp.seq_raw")).containsExactly("80001", "80001");
        assertThat(tshark.follow(0).get(0)).hasSize(180_000);
    }

    @Test
    void connectionBeginsAndEndsAsTcpDoes() throws Exception {
        events.opened(40123).written("a").endOfStream().written("b").closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        assertThat(tshark.fields("tcp", "tcp.srcport", "tcp.flags.str", "tcp.seq", "tcp.ack", "tcp.len"))
                .containsExactly(
                        "50000\t··········S·\t0\t0\t0",
                        "40123\t·······A··S·\t0\t1\t0",
                        "50000\t·······A····\t1\t1\t0",
                        "50000\t·······AP···\t1\t1\t1",
                        "40123\t·······A····\t1\t2\t0",
                        "40123\t·······A···F\t1\t2\t0",
                        "50000\t·······A····\t2\t2\t0",
                        "50000\t·······AP···\t2\t2\t1",
                        "40123\t·······A····\t2\t3\t0",
                        "50000\t·······A···F\t3\t2\t0",
                        "40123\t·······A····\t2\t4\t0");
    }

    @Test
    void halfClosedConnectionIsAnsweredStill() throws Exception {
        events.opened(40123)
                .written("a")
                .outputShutDown()
                .read("b")
                .endOfStream()
                .closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        assertThat(tshark.fields("tcp.flags.fin == 1", "tcp.srcport")).containsExactly("50000", "40123");
    }

    @Test
    void brokenConnectionEndsWithResetAndSaysWhy() throws Exception {
        events.opened(40123)
                .written("a")
                .failed("read", new SocketException("Connection reset"))
                .closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        assertThat(tshark.fields("tcp.flags.reset == 1", "tcp.srcport", "frame.comment"))
                .containsExactly("40123\tread failed: SocketException: Connection reset");
        assertThat(tshark.fields("tcp.flags.fin == 1", "frame.number")).isEmpty();
    }

    @Test
    void timedOutReadIsSaidBesideTheNextPacketAndEndsNothing() throws Exception {
        events.opened(40123)
                .failed("read", new SocketTimeoutException("late"))
                .read("a")
                .closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        assertThat(tshark.fields("frame.comment && tcp.len == 1", "frame.comment"))
                .containsExactly("read failed: SocketTimeoutException: late");
    }

    @Test
    void ofManyFailuresBeforeOnePacketTheLastAreSaidAndTheOthersCounted() {
        events.opened(40123);
        for (int i = 1; i <= 1000; i++) {
            events.failed("read", new SocketTimeoutException("late " + i));
        }
        events.read("a").closed();
        ByteBuilder out = new ByteBuilder();
        events.events.forEach(event -> format.write(event, out));
        assertThat(ISO_8859_1.decode(out.content()).toString())
                .contains("late 901", "late 1000", "900 earlier comments were omitted")
                .doesNotContain("late 900");
    }

    @Test
    void timesHaveNanoseconds() throws Exception {
        events.opened(40123).written("a").closed();
        assertThat(tshark().fields("tcp.len == 1", "frame.time_epoch")).containsExactly("1795276801.123456790");
    }

    @Test
    void firstPacketSaysWhatTheConnectionReallyIs() throws Exception {
        events.opened(443).tls("h2").written("a").closed();
        List<String> comments = tshark().fields("frame.comment", "tcp.dstport", "frame.comment");
        assertThat(comments)
                .containsExactly(
                        "80\tconnection 1\\nbackend: <A>\\ntarget: a.test:80\\nlocal: 127.0.0.1:50000\\nremote: 127.0.0.1:443",
                        "80\tTLS from here on: TLSv1.3 TLS_AES_256_GCM_SHA384, ALPN h2");
    }

    @Test
    void ipv6IsIpv6() throws Exception {
        byte[] bytes = new byte[100_000];
        events.opened(V6, new InetSocketAddress("2001:db8::6", 40123))
                .written(bytes)
                .read(new byte[3])
                .closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        assertThat(tshark.fields("tcp.len == 3", "ipv6.src", "ipv6.dst")).containsExactly("2001:db8::6\t2001:db8::5");
        assertThat(tshark.follow(0).get(0)).isEqualTo(bytes);
    }

    @Test
    void acceptedConnectionIsBegunByTheOtherSide() throws Exception {
        events.accepted(Events.server(40123), Events.CLIENT)
                .read(REQUEST)
                .written(ANSWER)
                .closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        assertThat(tshark.fields("tcp.flags.syn == 1 && tcp.flags.ack == 0", "tcp.dstport"))
                .containsExactly("40123");
        assertThat(tshark.fields("http.request", "tcp.dstport")).containsExactly("40123");
    }

    @Test
    void addressesThatPacketsCannotHaveGetStandIns() throws Exception {
        events.opened(UnixDomainSocketAddress.of(""), UnixDomainSocketAddress.of("/run/a"))
                .written("a")
                .closed();
        events.opened(V6, Events.server(40123)).written("b").closed();
        events.opened(null, new InetSocketAddress("2001:db8::6", 40123))
                .written("c")
                .closed();
        events.opened(null, InetSocketAddress.createUnresolved("b.test", 40123))
                .written("d")
                .closed();
        events.opened(null, null).written("e").closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        assertThat(tshark.fields(
                        "tcp.len > 0", "ip.src", "ipv6.src", "tcp.srcport", "ip.dst", "ipv6.dst", "tcp.dstport"))
                .containsExactly(
                        "192.0.2.1\t\t35000\t198.51.100.1\t\t80",
                        "192.0.2.1\t\t35001\t127.0.0.1\t\t40123",
                        "\t2001:db8:1::1\t35002\t\t2001:db8::6\t40123",
                        "192.0.2.1\t\t35003\t198.51.100.1\t\t40123",
                        "192.0.2.1\t\t35004\t198.51.100.1\t\t80");
        assertThat(tshark.fields("tcp.flags.syn == 1 && tcp.flags.ack == 0 && frame.number < 5", "frame.comment"))
                .singleElement()
                .asString()
                .endsWith("remote: /run/a");
    }

    @Test
    void connectionRecordedAtBothEndsIsTwo() throws Exception {
        events.opened(40123).accepted(Events.server(40123), Events.CLIENT);
        events.on(1)
                .written("a")
                .on(2)
                .read("a")
                .written("b")
                .closed()
                .on(1)
                .read("b")
                .endOfStream()
                .closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        assertThat(tshark.follow(0)).containsExactly(new byte[] {'a'}, new byte[] {'b'});
        assertThat(tshark.follow(1)).containsExactly(new byte[] {'a'}, new byte[] {'b'});
    }

    @Test
    void addressesThatComeBackAreAnotherConnection() throws Exception {
        events.opened(40123).written("a").closed().opened(40123).written("b").closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        assertThat(tshark.follow(1).get(0)).containsExactly('b');
    }

    @Test
    void socketConnectedToItselfCanBeTold() throws Exception {
        events.opened(Events.CLIENT, Events.CLIENT).written("a").read("a").closed();
        tshark().assertFlawless();
    }

    @Test
    void failedConnectsAreAnsweredByResetOrNotAtAll() throws Exception {
        SocketAddress target = InetSocketAddress.createUnresolved("a.test", 40123);
        events.connectFailed(target, new ConnectException("refused"));
        events.connectFailed(target, new UnknownHostException("who"));
        Tshark tshark = tshark();
        assertThat(tshark.fields("tcp", "tcp.flags.str", "tcp.dstport", "frame.comment"))
                .containsExactly(
                        "··········S·\t40123\tconnection 1\\nbackend: <A>\\ntarget: a.test:40123\\nconnect failed: ConnectException: refused",
                        "·······A·R··\t35000\t",
                        "··········S·\t40123\tconnection 2\\nbackend: <A>\\ntarget: a.test:40123\\nconnect failed: UnknownHostException: who");
        tshark.assertFlawless();
    }

    @Test
    void bytesThatWereNotKeptAreCutOffButCounted() throws Exception {
        events.opened(40123)
                .data(true, "abc".getBytes("US-ASCII"), 100_000)
                .written("d")
                .closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        assertThat(tshark.fields("tcp.len > 0", "tcp.seq", "tcp.len", "frame.cap_len", "frame.len"))
                .containsExactly("1\t65495\t57\t65549", "65496\t34505\t54\t34559", "100001\t1\t55\t55");
    }

    @Test
    void lossIsAGapInTheSequenceAndSaidBesideTheNextPacket() throws Exception {
        events.opened(40123).written("a").lost(2, 0, 10).written("b").closed();
        assertThat(tshark().fields("tcp.analysis.lost_segment && tcp.len > 0", "tcp.seq", "frame.comment"))
                .containsExactly("12\tlost: 2 events, with 0 bytes read and 10 bytes written");
    }

    @Test
    void bytesAfterTheEndAreNotShownAsPackets() throws Exception {
        events.opened(40123).written("a").closed().read("late").closed();
        Tshark tshark = tshark();
        tshark.assertFlawless();
        assertThat(tshark.fields("tcp.len > 0", "tcp.payload")).containsExactly("61");
    }

    private Tshark tshark() throws IOException {
        return new Tshark(events.writeTo(directory.resolve("a.pcapng"), format));
    }
}
