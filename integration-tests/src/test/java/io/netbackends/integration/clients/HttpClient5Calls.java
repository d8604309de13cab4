// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.util.Timeout;

/** Calls of Apache HttpClient 5. */
final class HttpClient5Calls implements HttpCalls {
    @Override
    public void putWithoutEnd(Sockets sockets, int port) throws IOException {
        HttpPut put = new HttpPut(url(port));
        put.setEntity(new EntityTemplate(-1, null, null, HttpClient5Calls::writeWithoutEnd));
        execute(sockets, put);
    }

    private static void writeWithoutEnd(OutputStream out) throws IOException {
        while (true) {
            out.write(new byte[8192]);
        }
    }

    @Override
    public void getWithTimeout(Sockets sockets, int port, Duration timeout) throws IOException {
        HttpGet get = new HttpGet(url(port));
        get.setConfig(
                RequestConfig.custom().setResponseTimeout(Timeout.of(timeout)).build());
        execute(sockets, get);
    }

    @Override
    public void getUntilCancelled(Sockets sockets, int port, CountDownLatch arrived) throws Exception {
        HttpGet get = new HttpGet(url(port));
        Cancelled.run(() -> execute(sockets, get), arrived, get::abort);
    }

    private static String url(int port) {
        return "http://localhost:" + port + "/up/endless";
    }

    private static Object execute(Sockets sockets, HttpUriRequestBase request) throws IOException {
        try (CloseableHttpClient client = HttpClient5Program.client(sockets)) {
            return client.execute(request, response -> response.getCode());
        }
    }
}
