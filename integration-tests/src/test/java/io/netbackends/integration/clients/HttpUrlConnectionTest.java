// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

/** HttpsURLConnection by {@code setSSLSocketFactory}; HttpURLConnection by the agent alone. */
class HttpUrlConnectionTest extends ClientTest implements TalksToNginx {
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
    public String failureAtDeadline() {
        return "Error writing request body to server";
    }

    @Override
    public String[] plaintext() {
        return new String[] {"GET /hello HTTP/1.1", "User-Agent: Java/", "hello by HTTP/1.1"};
    }
}
