// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

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

/** Calls of OkHttp 4 or 5. */
public final class OkHttpCalls implements HttpCalls {
    /** Uploads without OkHttp's own write timeout, which is ten seconds by default. */
    @Override
    public void putWithoutEnd(Sockets sockets, int port) throws IOException {
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
        execute(
                client(sockets).writeTimeout(Duration.ZERO).build(),
                request(port).put(endless));
    }

    @Override
    public void getWithTimeout(Sockets sockets, int port, Duration timeout) throws IOException {
        execute(client(sockets).readTimeout(timeout).build(), request(port));
    }

    @Override
    public void getUntilCancelled(Sockets sockets, int port, CountDownLatch arrived) throws Exception {
        Call call = client(sockets).build().newCall(request(port).build());
        Cancelled.run(call::execute, arrived, call::cancel);
    }

    private static OkHttpClient.Builder client(Sockets sockets) {
        return OkHttpProgram.client(sockets, Protocol.HTTP_1_1).newBuilder();
    }

    private static Request.Builder request(int port) {
        return new Request.Builder().url("http://localhost:" + port + "/up/endless");
    }

    private static void execute(OkHttpClient client, Request.Builder request) throws IOException {
        client.newCall(request.build()).execute().close();
    }
}
