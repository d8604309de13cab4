// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The method CONNECT of HTTP/1.1 (RFC 9110 section 9.3.6), with Basic authentication (RFC 7617). */
final class HttpConnectNegotiation implements Negotiation {
    private final ProxyServer proxy;
    private final HostAndPort endpoint;
    private HttpHead head;
    private byte[] output;
    private int taken;
    private boolean done;

    /**
     * Creates the request for a tunnel.
     *
     * @param endpoint the endpoint of the tunnel
     */
    HttpConnectNegotiation(ProxyServer proxy, HostAndPort endpoint) {
        this.proxy = proxy;
        this.endpoint = endpoint;
        output = request().getBytes(StandardCharsets.US_ASCII);
        head = new HttpHead(HttpHead.MOST_BYTES);
    }

    private String request() {
        Credentials credentials = proxy.credentials();
        String authorization = credentials == null
                ? ""
                : "Proxy-Authorization: Basic "
                        + Base64.getEncoder()
                                .encodeToString((credentials.user() + ":" + credentials.password())
                                        .getBytes(StandardCharsets.UTF_8))
                        + "\r\n";
        return "CONNECT " + endpoint + " HTTP/1.1\r\nHost: " + endpoint + "\r\n" + authorization + "\r\n";
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
        return done ? 0 : head.wanted();
    }

    @Override
    public void accept(byte[] bytes) throws IOException {
        try {
            head.accept(bytes);
        } catch (IllegalArgumentException e) {
            throw new SocketException("the proxy " + proxy + " does not speak HTTP/1.1: " + e.getMessage());
        }
        taken += bytes.length;
        if (head.wanted() > 0) {
            return;
        }
        int status = head.status();
        if (status >= 100 && status < 200 && status != 101) {
            head = new HttpHead(HttpHead.MOST_BYTES - taken); // an interim response (RFC 9110 section 15.2)
        } else if (status >= 200 && status < 300) {
            done = true; // the response has no body, even if its fields announce one (section 9.3.6)
        } else {
            throw refusal(status);
        }
    }

    private IOException refusal(int status) {
        String answer = head.statusText();
        if (status == 407 || status == 401) { // tinyproxy responds 401 to a wrong password
            String schemes = head.firstWords("proxy-authenticate");
            return new ConnectException("the proxy " + proxy
                    + (proxy.credentials() == null ? " requires credentials" : " rejected user and password") + " ("
                    + answer + (schemes.isEmpty() ? "" : "; it accepts " + schemes) + ")");
        }
        return switch (status) {
            case 502, 503 ->
                new ConnectException("the proxy " + proxy + " could not reach " + endpoint + " (" + answer + ")");
            case 504 ->
                new NoRouteToHostException("the proxy " + proxy + " could not reach " + endpoint + " (" + answer + ")");
            default -> new ConnectException("the proxy " + proxy + " refused (" + answer + ")");
        };
    }
}
