// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.ConnectRequest;
import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.util.Map;

/**
 * A backend that connects to other hosts than it is told to, after a table like that in {@code /etc/hosts}.
 *
 * <p>TLS is none the wiser: {@code startTls} still verifies the name that it is given.
 */
public final class HostTable extends ForwardingNetworkBackend {
    private final Map<String, String> addresses;

    public HostTable(NetworkBackendInterface net, Map<String, String> addresses) {
        super(net);
        this.addresses = Map.copyOf(addresses);
    }

    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        String address = addresses.get(request.host());
        return super.connect(address == null ? request : request.withTarget(address, request.port()));
    }
}
