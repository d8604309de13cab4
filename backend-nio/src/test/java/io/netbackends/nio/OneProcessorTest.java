// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.ChildJvm;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A JVM with one processor, in which reads under a deadline take a branch of their own: they return bytes or time out. */
class OneProcessorTest {
    /** Main class of the child JVM. */
    public static final class Main {
        public static void main(String[] args) throws Exception {
            System.out.println("processors: " + Runtime.getRuntime().availableProcessors());
            InetAddress loopback = InetAddress.getLoopbackAddress();
            try (ServerSocket server = new ServerSocket(0, 1, loopback);
                    NetworkStreamInterface stream =
                            new NioBackend().connect(loopback.getHostAddress(), server.getLocalPort());
                    Socket far = server.accept()) {
                far.getOutputStream().write("sent before".getBytes(US_ASCII));
                System.out.println(read(stream, Duration.ofSeconds(30)));
                Thread peer = new Thread(() -> answer(far));
                peer.start();
                stream.write(new byte[] {'?'});
                System.out.println(read(stream, Duration.ofSeconds(30)));
                peer.join();
                System.out.println(read(stream, Duration.ofMillis(1)));
            }
        }

        private static void answer(Socket far) {
            try {
                far.getInputStream().read();
                far.getOutputStream().write("sent later".getBytes(US_ASCII));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static String read(NetworkStreamInterface stream, Duration deadline) throws Exception {
            try (Timeout timeout = Timeout.after(deadline)) {
                return new String(stream.read(), US_ASCII);
            } catch (NetworkTimeoutException e) {
                return "timed out";
            }
        }
    }

    @Test
    void readsUnderADeadlineReturnBytesOrTimeOut() throws Exception {
        ChildJvm.Result result = ChildJvm.classPath(System.getProperty("java.class.path"))
                .jvmArgs("-XX:ActiveProcessorCount=1")
                .run(Main.class.getName());
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines()).containsExactly("processors: 1", "sent before", "sent later", "timed out");
    }
}
