// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

/** Apache HttpClient 5, with the connection pool of {@code io.netbackends.httpclient5}. */
class HttpClient5Test extends ClientTest implements TalksToNginx, Replayable {
    @Override
    public ClientProgram program() {
        return new HttpClient5Program();
    }

    @Override
    public HttpCalls calls() {
        return new HttpClient5Calls();
    }

    @Override
    public String[] plaintext() {
        return new String[] {"GET /hello HTTP/1.1", "Apache-HttpClient/5", "hello by HTTP/1.1"};
    }
}
