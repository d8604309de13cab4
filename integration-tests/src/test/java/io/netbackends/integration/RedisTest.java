// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Redis, plain and over TLS: many small messages, and large ones. */
@ParameterizedClass(name = "{0}{1}")
@MethodSource("ways")
@ExtendWith(WithinDeadline.class)
class RedisTest {
    @RegisterExtension
    static final Shared<RedisServer> SHARED = new Shared<>(RedisServer.class, RedisServer::new);

    @Parameter(0)
    Backend backend;

    /** Either empty or ", TLS". */
    @Parameter(1)
    String tls;

    static Stream<Arguments> ways() {
        return Stream.concat(
                Backend.all().map(backend -> Arguments.of(backend, "")),
                Backend.tcp().map(backend -> Arguments.of(backend, ", TLS")));
    }

    private RedisServer redis;

    @BeforeEach
    void start() {
        redis = SHARED.get();
    }

    @Test
    void pipelined_commands_are_answered_in_order() throws IOException {
        try (NetworkStreamInterface stream = connect()) {
            Resp resp = new Resp(stream);
            assertThat(resp.call("DEL", "counter", "list")).isInstanceOf(Long.class);
            ByteArrayOutputStream commands = new ByteArrayOutputStream();
            for (int i = 1; i <= 2000; i++) {
                commands.writeBytes(Resp.encode("INCR", "counter"));
                commands.writeBytes(Resp.encode("ECHO", "number " + i));
            }
            stream.write(commands.toByteArray());
            for (int i = 1; i <= 2000; i++) {
                assertThat(resp.reply()).isEqualTo((long) i);
                assertThat((byte[]) resp.reply()).asString().isEqualTo("number " + i);
            }
            assertThat(resp.call("GET")).isInstanceOf(Resp.ErrorReply.class);
        }
    }

    @Test
    void large_values_go_both_ways() throws IOException {
        byte[] value = Payload.random(Payload.LARGE);
        try (NetworkStreamInterface stream = connect()) {
            Resp resp = new Resp(stream);
            assertThat(resp.call("SET", "large", value)).isEqualTo("OK");
            assertThat(resp.call("STRLEN", "large")).isEqualTo((long) Payload.LARGE);
            assertThat((byte[]) resp.call("GET", "large")).isEqualTo(value);
        }
    }

    @Test
    void one_thread_writes_while_another_reads() throws Exception {
        byte[] value = Payload.random(64 * 1024);
        try (NetworkStreamInterface stream = connect()) {
            Background<Void> writer = Background.run(Timeout.propagate(() -> {
                for (int i = 0; i < 32; i++) {
                    stream.write(Resp.encode("ECHO", value));
                }
                return null;
            }));
            Resp resp = new Resp(stream);
            for (int i = 0; i < 32; i++) {
                assertThat((byte[]) resp.reply()).isEqualTo(value);
            }
            writer.get();
        }
    }

    @Test
    void a_read_that_times_out_goes_on_afterwards() throws IOException {
        String list = "list of " + backend + tls;
        try (NetworkStreamInterface stream = connect();
                NetworkStreamInterface other = connect()) {
            Resp resp = new Resp(stream);
            Duration limit = Duration.ofMillis(100);
            long start = System.nanoTime();
            try (Timeout moment = Timeout.after(limit)) {
                assertThatThrownBy(() -> resp.call("BLPOP", list, "0"))
                        .isExactlyInstanceOf(NetworkTimeoutException.class)
                        .hasMessageContainingAll("read from " + backend.nameOf(endpoint()), "0.1 s");
            }
            assertThat(System.nanoTime() - start)
                    .isGreaterThanOrEqualTo(limit.minusMillis(1).toNanos());
            assertThat(new Resp(other).call("RPUSH", list, "first", "second")).isEqualTo(2L);
            assertThat(strings(resp.reply())).containsExactly(list, "first");
            assertThat(strings(resp.call("BLPOP", list, "0"))).containsExactly(list, "second");
            assertThat(resp.call("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void polling_for_a_large_reply_loses_no_byte() throws IOException {
        byte[] value = Payload.random(Payload.LARGE);
        try (NetworkStreamInterface stream = connect()) {
            Resp resp = new Resp(stream);
            stream.write(Resp.encode("ECHO", value));
            Object reply = null;
            while (reply == null) {
                try (Timeout moment = Timeout.after(Duration.ofMillis(1))) {
                    reply = resp.reply();
                } catch (NetworkTimeoutException e) {
                    Timeout.check("poll for the reply"); // the deadline of the test
                }
            }
            assertThat((byte[]) reply).isEqualTo(value);
        }
    }

    @Test
    void the_server_sees_the_address_that_the_stream_tells() throws IOException {
        try (NetworkStreamInterface stream = connect()) {
            String info = new String((byte[]) new Resp(stream).call("CLIENT", "INFO"));
            if (backend.isUnix()) {
                assertThat(info).contains(" addr=" + redis.plain.path() + ":0 ");
            } else {
                InetSocketAddress client = (InetSocketAddress)
                        stream.getExtraInfo(ExtraInfo.CLIENT_ADDR).orElseThrow();
                assertThat(info).contains(" addr=127.0.0.1:" + client.getPort() + " ");
            }
        }
    }

    @Test
    void a_connection_that_the_server_closes_ends() throws IOException {
        try (NetworkStreamInterface stream = connect();
                NetworkStreamInterface other = connect()) {
            Object id = new Resp(stream).call("CLIENT", "ID");
            assertThat(new Resp(other).call("CLIENT", "KILL", "ID", id)).isEqualTo(1L);
            // Over TLS, Redis sends close_notify.
            assertThat(stream.read()).isEmpty();
            assertThat(stream.read()).isEmpty();
        }
    }

    private NetworkStreamInterface connect() throws IOException {
        NetworkStreamInterface stream = backend.connect(endpoint());
        if (!tls.isEmpty()) {
            stream.startTls(Tls.PKI.trustingWith(Tls.CLIENT), "localhost");
        }
        return stream;
    }

    private Endpoint endpoint() {
        return tls.isEmpty() ? redis.plain : redis.tls;
    }

    private static List<String> strings(Object reply) {
        return ((List<?>) reply)
                .stream().map(value -> new String((byte[]) value)).toList();
    }
}
