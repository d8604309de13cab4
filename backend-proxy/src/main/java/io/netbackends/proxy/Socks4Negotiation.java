// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.support.HostAndPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** SOCKS 4, and SOCKS 4A if the endpoint is a name. */
final class Socks4Negotiation implements Negotiation {
    /** An address of the form 0.0.0.x, with x nonzero, announces a name. */
    private static final byte[] NAME_FOLLOWS = {0, 0, 0, 1};

    private static final int GRANTED = 90;
    private static final int REPLY_LENGTH = 8;

    private final ProxyServer proxy;
    private final HostAndPort endpoint;
    private final ReplyBytes reply = new ReplyBytes();
    private byte[] output;

    /**
     * Creates the request for a tunnel.
     *
     * @param endpoint the endpoint of the tunnel: a name or an IPv4 address
     * @throws SocketException if it is an IPv6 address
     */
    Socks4Negotiation(ProxyServer proxy, HostAndPort endpoint) throws IOException {
        this.proxy = proxy;
        this.endpoint = endpoint;
        output = request();
        reply.expect(REPLY_LENGTH);
    }

    private byte[] request() throws IOException {
        byte[] address = Endpoints.addressOf(endpoint);
        if (address != null && address.length != 4) {
            throw new SocketException("the proxy " + proxy + " cannot reach " + endpoint
                    + ": SOCKS4 supports only IPv4 addresses; socks5h:// supports others");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(4);
        bytes.write(1);
        bytes.write(endpoint.port() >> 8);
        bytes.write(endpoint.port());
        bytes.writeBytes(address == null ? NAME_FOLLOWS : address);
        Credentials credentials = proxy.credentials();
        if (credentials != null) {
            bytes.writeBytes(credentials.user().getBytes(StandardCharsets.UTF_8));
        }
        bytes.write(0);
        if (address == null) {
            bytes.writeBytes(endpoint.host().getBytes(StandardCharsets.US_ASCII));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }

    @Override
    public ProxyServer proxy() {
        return proxy;
    }

    @Override
    public byte[] output() {
        byte[] now = output;
        output = new byte[0];
        return now;
    }

    @Override
    public int wanted() {
        return reply.missing();
    }

    @Override
    public void accept(byte[] bytes) throws IOException {
        if (reply.missing() == REPLY_LENGTH
                && bytes[0] != 0) { // immediately, since another protocol may never send eight bytes
            throw new SocketException(
                    "the proxy " + proxy + " does not speak SOCKS4: its answer begins with " + (bytes[0] & 0xff));
        }
        byte[] whole = reply.add(bytes);
        if (whole == null) {
            return;
        }
        int code = whole[1] & 0xff;
        switch (code) {
            case GRANTED -> reply.expect(0);
            case 91 ->
                throw new ConnectException(
                        "the proxy " + proxy + " could not reach " + endpoint + ", or refused to (91)");
            case 92, 93 ->
                throw new ConnectException("the proxy " + proxy + " refused: it asks an identd (" + code + ")");
            default -> throw new SocketException("the proxy " + proxy + " does not speak SOCKS4: it answered " + code);
        }
    }
}
