// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.InstalledBackend;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;

/** Lists the installed backends, and uses one of them by name. */
public final class BackendByName {
    private BackendByName() {}

    public static void list() {
        for (InstalledBackend backend : NetworkBackend.installed()) {
            System.out.println(backend);
        }
    }

    /** Connects through {@link HostTable} around the backend {@code socket}: the name on the left wraps the rest. */
    public static NetworkStreamInterface connect(String host, int port) throws IOException {
        NetworkBackend net = NetworkBackend.named("host-table:socket");
        return net.connect(host, port);
    }
}
