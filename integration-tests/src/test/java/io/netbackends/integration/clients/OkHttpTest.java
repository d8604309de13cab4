// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

/** OkHttp 5, with its builder. */
class OkHttpTest extends ClientTest implements TalksToNginx, Replayable {
    @Override
    public ClientProgram program() {
        return new OkHttpProgram();
    }

    @Override
    public String[] arguments() {
        return OkHttpProgram.withHttp2(repeatableArguments());
    }

    @Override
    public String[] repeatableArguments() {
        return TalksToNginx.super.arguments();
    }

    @Override
    public HttpCalls calls() {
        return new OkHttpCalls();
    }

    @Override
    public String[] plaintext() {
        return OkHttpProgram.PLAINTEXT;
    }
}
