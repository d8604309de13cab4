// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Threads;
import io.netbackends.unixsocket.UnixSocketBackend;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A program with far more virtual threads that connect to one UNIX-domain listener than its backlog holds. */
final class UnixCrowd {
    private static final int CLIENTS = 2000;
    private static final int ECHOES = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private UnixCrowd() {}

    public static void main(String[] args) throws Exception {
        UnixSocketBackend backend = UnixSocketBackend.builder().build();
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(args[0]);
        AtomicInteger echoes = new AtomicInteger();
        try (NetworkListenerInterface listener = backend.listen(address);
                NetworkServer server = NetworkServer.serve(listener, UnixCrowd::echo)) {
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Threads.startVirtual(() -> {
                    try (Timeout timeout = Timeout.after(LIMIT);
                            NetworkStreamInterface stream = backend.connect(server.getLocalAddress())) {
                        for (int n = 0; n < ECHOES; n++) {
                            stream.write(new byte[] {(byte) n});
                            if (stream.read()[0] == n) {
                                echoes.incrementAndGet();
                            }
                        }
                    } catch (IOException e) {
                        // the number of echoes shows the failure
                    }
                }));
            }
            for (Thread client : clients) {
                client.join();
            }
        }
        System.out.println(echoes + " echoes");
    }

    private static void echo(NetworkStreamInterface stream) throws IOException {
        for (byte[] bytes = stream.read(); bytes.length > 0; bytes = stream.read()) {
            stream.write(bytes);
        }
    }
}
