// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.PlainServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AmbientLimit.class)
class RecordingExampleTest {
    private final ByteArrayOutputStream transcript = new ByteArrayOutputStream();
    private final NetworkBackendInterface net =
            new RecordingExample(new NetworkBackend(), new PrintStream(transcript, true, UTF_8));

    private Iterable<String> lines() {
        return transcript.toString(UTF_8).lines().toList();
    }

    @Test
    void whatPassesIsWrittenDownInOrder() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo());
                NetworkStreamInterface stream = net.connect("127.0.0.1", peer.port())) {
            stream.write("hello".getBytes(US_ASCII));
            assertThat(stream.read(3)).asString(US_ASCII).isEqualTo("hel");
            assertThat(stream.inputStream().readNBytes(2)).asString(US_ASCII).isEqualTo("lo");
            stream.shutdownOutput();
            assertThat(stream.read()).isEmpty();
        }
        assertThat(lines()).containsExactly(">>> hello", "<<< hel", "<<< lo");
    }

    @Test
    void onlyWhatIsNewInABufferIsWrittenDown() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.echo());
                NetworkStreamInterface stream = net.connect("127.0.0.1", peer.port())) {
            ByteBuffer src = ByteBuffer.wrap("old new".getBytes(US_ASCII)).position(4);
            stream.write(src);
            assertThat(src.hasRemaining()).isFalse();
            ByteBuffer dst = ByteBuffer.allocate(100).put("old ".getBytes(US_ASCII));
            while (dst.position() < 7) {
                stream.read(dst);
            }
        }
        assertThat(transcript.toString(UTF_8))
                .doesNotContain("old")
                .contains(">>> new")
                .contains("<<< n");
    }

    @Test
    void streamsOpenedByAddressAreWrittenDownToo() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.discard());
                NetworkStreamInterface stream = net.connect(peer.address())) {
            stream.outputStream().write("hello".getBytes(US_ASCII));
        }
        assertThat(lines()).containsExactly(">>> hello");
    }
}
