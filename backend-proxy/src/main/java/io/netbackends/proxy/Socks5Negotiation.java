// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.support.HostAndPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** SOCKS 5 (RFC 1928), without authentication or with user and password (RFC 1929). */
final class Socks5Negotiation implements Negotiation {
    private static final int VERSION = 5;
    private static final int NO_AUTHENTICATION = 0;
    private static final int USER_AND_PASSWORD = 2;
    private static final int NO_METHOD = 0xff;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int PORT_LENGTH = 2;

    private final ProxyServer proxy;
    private final HostAndPort endpoint;
    private final ReplyBytes reply = new ReplyBytes();
    private byte[] output;
    private State state = State.METHOD;

    private enum State {
        METHOD,
        AUTHENTICATION,
        REPLY,
        NAME_LENGTH,
        BOUND_ADDRESS
    }

    /**
     * Creates the request for a tunnel.
     *
     * @param endpoint the endpoint of the tunnel; an IP address is sent as an address
     */
    Socks5Negotiation(ProxyServer proxy, HostAndPort endpoint) {
        this.proxy = proxy;
        this.endpoint = endpoint;
        output = proxy.credentials() == null
                ? new byte[] {VERSION, 1, NO_AUTHENTICATION}
                : new byte[] {VERSION, 2, NO_AUTHENTICATION, USER_AND_PASSWORD};
        reply.expect(2);
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
    public boolean isOutputSecret() {
        return state == State.AUTHENTICATION;
    }

    @Override
    public int wanted() {
        return reply.missing();
    }

    @Override
    public void accept(byte[] bytes) throws IOException {
        if (state == State.METHOD || state == State.REPLY) {
            checkVersion(bytes);
        }
        byte[] whole = reply.add(bytes);
        if (whole == null) {
            return;
        }
        switch (state) {
            case METHOD -> chosen(whole[1] & 0xff);
            case AUTHENTICATION -> {
                if (whole[1] != 0) {
                    throw new ConnectException("the proxy " + proxy + " rejected user and password");
                }
                request();
            }
            case REPLY -> replied(whole);
            case NAME_LENGTH -> expect(State.BOUND_ADDRESS, (whole[0] & 0xff) + PORT_LENGTH);
            case BOUND_ADDRESS -> reply.expect(0);
        }
    }

    /** Checks each byte immediately, since a server of another protocol may never send as many bytes as are wanted. */
    private void checkVersion(byte[] bytes) throws SocketException {
        boolean first = reply.missing() == (state == State.METHOD ? 2 : 4);
        if (first && bytes[0] != VERSION) {
            throw new SocketException(
                    "the proxy " + proxy + " does not speak SOCKS5: its answer begins with " + (bytes[0] & 0xff));
        }
    }

    private void chosen(int method) throws IOException {
        Credentials credentials = proxy.credentials();
        if (method == NO_AUTHENTICATION) {
            request();
        } else if (method == USER_AND_PASSWORD && credentials != null) {
            output = authentication(credentials);
            expect(State.AUTHENTICATION, 2);
        } else if (method == NO_METHOD) {
            throw new ConnectException("the proxy " + proxy
                    + (credentials == null
                            ? " requires credentials"
                            : " accepts neither user and password nor no authentication"));
        } else {
            throw new SocketException(
                    "the proxy " + proxy + " has chosen an authentication that was not offered: " + method);
        }
    }

    private static byte[] authentication(Credentials credentials) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(1);
        writeWithLength(credentials.user(), bytes);
        writeWithLength(credentials.password(), bytes);
        return bytes.toByteArray();
    }

    private void request() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {VERSION, 1, 0});
        byte[] address = Endpoints.addressOf(endpoint);
        if (address == null) {
            bytes.write(NAME);
            writeWithLength(endpoint.host(), bytes);
        } else {
            bytes.write(address.length == 4 ? IPV4 : IPV6);
            bytes.writeBytes(address);
        }
        bytes.write(endpoint.port() >> 8);
        bytes.write(endpoint.port());
        output = bytes.toByteArray();
        expect(State.REPLY, 4);
    }

    private static void writeWithLength(String text, ByteArrayOutputStream out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private void replied(byte[] head) throws IOException {
        int code = head[1] & 0xff;
        if (code != 0) {
            throw refusal(code);
        }
        switch (head[3]) {
            case IPV4 -> expect(State.BOUND_ADDRESS, 4 + PORT_LENGTH);
            case IPV6 -> expect(State.BOUND_ADDRESS, 16 + PORT_LENGTH);
            case NAME -> expect(State.NAME_LENGTH, 1);
            default ->
                throw new SocketException("the proxy " + proxy
                        + " does not speak SOCKS5: it answered with an address of type " + (head[3] & 0xff));
        }
    }

    private void expect(State next, int length) {
        state = next;
        reply.expect(length);
    }

    /** Returns the meaning of a reply code (RFC 1928 section 6). */
    private IOException refusal(int code) {
        String target = "the proxy " + proxy + " could not reach " + endpoint + ": ";
        String refused = "the proxy " + proxy + " refused: ";
        return switch (code) {
            case 1 -> new ConnectException(target + "general failure (1)");
            case 2 -> new ConnectException(refused + "not allowed by its rules (2)");
            case 3 -> new NoRouteToHostException(target + "network unreachable (3)");
            case 4 -> new NoRouteToHostException(target + "host unreachable (4)");
            case 5 -> new ConnectException(target + "connection refused (5)");
            case 6 -> new NoRouteToHostException(target + "TTL expired (6)");
            case 7 -> new ConnectException(refused + "it does not support CONNECT (7)");
            case 8 -> new ConnectException(refused + "it does not support this type of address (8)");
            default -> new ConnectException(target + "reply " + code);
        };
    }
}
