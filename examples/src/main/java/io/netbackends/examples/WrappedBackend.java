// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import javax.net.ssl.SSLContext;

/** Wraps the default backend in your own one, and passes it to a library, which is unaware of it. */
public final class WrappedBackend {
    private WrappedBackend() {}

    public static SmallHttpClient.Response get(URI uri, SSLContext tls, PrintStream transcript) throws IOException {
        NetworkBackendInterface net = new RecordingExample(new NetworkBackend(), transcript);
        SmallHttpClient client = new SmallHttpClient(net, tls);
        return client.get(uri);
    }
}
