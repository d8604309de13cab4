// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.ConnectRequest;
import io.netbackends.testsupport.ChildJvm;
import java.io.Closeable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JVM without IPv6: an IPv6 address is a failure of the network, not a mistake of the caller. */
class Ipv4OnlyTest {
    /** Main class of the child JVM. */
    public static final class Main {
        public static void main(String[] args) throws Exception {
            NioBackend net = new NioBackend();
            InetAddress six = InetAddress.getByName("::1");
            show(() -> net.connect("::1", 1));
            show(() -> net.connect(ConnectRequest.to("two.test", 1).withAddresses(List.of(six, six))));
            show(() -> net.connect(ConnectRequest.to("127.0.0.1", 1).withLocalAddress(new InetSocketAddress(six, 0))));
            show(() -> net.listen("::1", 0));
        }

        private interface Call {
            Closeable run() throws Exception;
        }

        private static void show(Call call) {
            try (Closeable unexpected = call.run()) {
                System.out.println(unexpected);
            } catch (Exception e) {
                System.out.println(e);
            }
        }
    }

    @Test
    void ipv6AddressesFailAsTheyDoWithSockets() throws Exception {
        ChildJvm.Result result = ChildJvm.classPath(System.getProperty("java.class.path"))
                .property("java.net.preferIPv4Stack", "true")
                .run(Main.class.getName());
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .containsExactly(
                        "java.net.SocketException: connect to [::1]:1: Protocol family unavailable",
                        "java.net.SocketException: connect to two.test:1: Protocol family unavailable",
                        "java.net.SocketException: connect to 127.0.0.1:1: Protocol family unavailable",
                        "java.net.SocketException: listen on [::1]:0: Protocol family unavailable");
    }
}
