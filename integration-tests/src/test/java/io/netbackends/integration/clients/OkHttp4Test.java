// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

/** OkHttp 4, with its builder, isolated from OkHttp 5. */
class OkHttp4Test extends ClientTest implements TalksToNginx, Replayable {
    @Override
    public ClientProgram program() {
        return new OkHttp4Program();
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
        return OkHttp4Program.load(HttpCalls.class, OkHttpCalls.class);
    }

    @Override
    public String[] plaintext() {
        return OkHttpProgram.PLAINTEXT;
    }
}
