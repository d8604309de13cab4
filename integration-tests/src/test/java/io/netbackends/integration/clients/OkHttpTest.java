// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.NginxServer;
import io.netbackends.integration.Shared;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.junit.jupiter.api.extension.RegisterExtension;

/** OkHttp 5, by its builder, with nginx. */
class OkHttpTest extends ClientTest implements WritesWithoutEnd, HasReadTimeout, HasCancellation {
    @RegisterExtension
    static final Shared<NginxServer> NGINX = new Shared<>(NginxServer.class, NginxServer::new);

    @Override
    ClientProgram program() {
        return new OkHttpProgram();
    }

    @Override
    String[] arguments() {
        NginxServer nginx = NGINX.get();
        return new String[] {"" + nginx.plain.port(), "" + nginx.tls13.port()};
    }

    @Override
    String[] plaintext() {
        return new String[] {"GET /hello HTTP/1.1", "hello by HTTP/1.1", "PRI * HTTP/2.0", "hello by HTTP/2.0"};
    }

    @Override
    public int port() {
        return NGINX.get().plain.port();
    }

    @Override
    public void writeWithoutEnd(Sockets sockets, int port) throws IOException {
        RequestBody endless = new RequestBody() {
            @Override
            public MediaType contentType() {
                return null;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                while (true) {
                    sink.write(new byte[8192]);
                }
            }
        };
        OkHttpClient client = OkHttpProgram.client(sockets, Protocol.HTTP_1_1);
        // Its own timeout of a write, ten seconds, closes the socket.
        execute(
                client.newBuilder().writeTimeout(Duration.ZERO).build(),
                request(port).put(endless));
    }

    @Override
    public void readWithTimeout(Sockets sockets, int port, Duration timeout) throws IOException {
        OkHttpClient client = OkHttpProgram.client(sockets, Protocol.HTTP_1_1);
        execute(client.newBuilder().readTimeout(timeout).build(), request(port));
    }

    @Override
    public void readUntilCancelled(Sockets sockets, int port, CountDownLatch arrived) throws Exception {
        Call call = OkHttpProgram.client(sockets, Protocol.HTTP_1_1)
                .newCall(request(port).build());
        Cancelled.run(call::execute, arrived, call::cancel);
    }

    private static Request.Builder request(int port) {
        return new Request.Builder().url("http://localhost:" + port + "/up/endless");
    }

    private static void execute(OkHttpClient client, Request.Builder request) throws IOException {
        client.newCall(request.build()).execute().close();
    }
}
