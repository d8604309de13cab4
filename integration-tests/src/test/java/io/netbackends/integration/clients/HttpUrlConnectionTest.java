// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.integration.Tls;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TcpProxy;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** HttpsURLConnection with {@code setSSLSocketFactory}; HttpURLConnection only with the agent. */
class HttpUrlConnectionTest extends ClientTest implements TalksToNginx, Replayable {
    @Override
    public ClientProgram program() {
        return new HttpUrlConnectionProgram();
    }

    @Override
    public HttpCalls calls() {
        return new HttpUrlConnectionCalls();
    }

    @Override
    public int port() {
        return NGINX.get().tls13.port();
    }

    @Override
    public PlainServer serve(PlainServer.Script silent) throws IOException {
        return PlainServer.listening().toleratingIoFailures().serveTls(Tls.SERVER.serverContext(), silent);
    }

    @Override
    public String failureAtDeadline() {
        return "Error writing request body to server";
    }

    @Override
    public String[] plaintext() {
        return new String[] {"GET /hello HTTP/1.1", "User-Agent: Java/", "hello by HTTP/1.1"};
    }

    @Test
    void a_write_that_stalls_ends_at_the_agents_timeout_while_the_platforms_hangs() throws Exception {
        try (TcpProxy stalled = TcpProxy.to(NGINX.get().plain.port()).stallingAfter(READ_BEFORE_STALL)) {
            String port = "" + stalled.port();
            Background<Void> platforms = Background.run(() -> {
                new EndlessPutProgram()
                        .run(JvmSockets.ofTheJvm(), new PrintStream(OutputStream.nullOutputStream()), port);
                return null;
            });
            assertThat(AGENT.get().run(EndlessPutProgram.class, port)).contains(failureAtDeadline());
            WritesWithoutEnd.awaitStuckWrite(platforms.thread());
        }
    }
}
