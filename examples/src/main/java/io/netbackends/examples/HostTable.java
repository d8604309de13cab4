// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.ConnectRequest;
import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.util.Map;

/**
 * A backend that maps hosts to other hosts by a table like {@code /etc/hosts}.
 *
 * <p>TLS is not affected: {@code startTls} still verifies the name passed to it.
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
