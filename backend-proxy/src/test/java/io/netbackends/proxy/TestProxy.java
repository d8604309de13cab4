// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netbackends.testsupport.PlainServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A proxy for SOCKS 4, 4A, 5 and CONNECT, on one loopback port. Names that end with {@code .test} refer to loopback. */
final class TestProxy implements AutoCloseable {
    private final PlainServer server;

    /** The requested endpoints, {@code host:port}. */
    final Queue<String> requested = new ConcurrentLinkedQueue<>();

    /** The required credentials; null for none. */
    private volatile @Nullable String credentials;

    private TestProxy(PlainServer server) {
        this.server = server;
    }

    /** Returns a proxy that stays open as long as the JVM. */
    static TestProxy shared() {
        try {
            return open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestProxy open() throws IOException {
        TestProxy proxy = new TestProxy(PlainServer.listening().toleratingIoFailures());
        proxy.server.serve(proxy::serve);
        return proxy;
    }

    /** Returns a proxy to which clients speak TLS. */
    static TestProxy openTls(SSLContext context) throws IOException {
        TestProxy proxy = new TestProxy(PlainServer.listening().toleratingIoFailures());
        proxy.server.serveTls(context, proxy::serve);
        return proxy;
    }

    /** Requires {@code user:password}. */
    TestProxy requiring(String userAndPassword) {
        credentials = userAndPassword;
        return this;
    }

    int port() {
        return server.port();
    }

    String url(String scheme) {
        return scheme + "://" + (credentials == null ? "" : credentials + "@") + "127.0.0.1:" + port();
    }

    private void serve(Socket client) throws Exception {
        DataInputStream in = new DataInputStream(client.getInputStream());
        switch (in.read()) {
            case 4 -> socks4(client, in);
            case 5 -> socks5(client, in);
            case 'C' -> http(client);
            default -> client.close();
        }
    }

    private void socks5(Socket client, DataInputStream in) throws Exception {
        OutputStream out = client.getOutputStream();
        String offered = new String(in.readNBytes(in.read()), ISO_8859_1);
        if (credentials == null) {
            out.write(new byte[] {5, 0});
        } else if (offered.indexOf(2) < 0) {
            out.write(new byte[] {5, (byte) 0xff});
            return;
        } else {
            out.write(new byte[] {5, 2});
            in.readByte();
            String user = new String(in.readNBytes(in.read()), ISO_8859_1);
            boolean right = (user + ":" + new String(in.readNBytes(in.read()), ISO_8859_1)).equals(credentials);
            out.write(new byte[] {1, (byte) (right ? 0 : 1)});
        }
        in.readNBytes(3);
        int type = in.read();
        String host = type == 3
                ? new String(in.readNBytes(in.read()), ISO_8859_1)
                : InetAddress.getByAddress(in.readNBytes(type == 1 ? 4 : 16)).getHostAddress();
        lead(client, host, in.readUnsignedShort(), new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0}, new byte[] {
            5, 5, 0, 1, 0, 0, 0, 0, 0, 0
        });
    }

    private void socks4(Socket client, DataInputStream in) throws Exception {
        in.readByte();
        int port = in.readUnsignedShort();
        byte[] address = in.readNBytes(4);
        untilZero(in);
        boolean named = address[0] == 0 && address[1] == 0 && address[2] == 0;
        String host = named ? untilZero(in) : InetAddress.getByAddress(address).getHostAddress();
        lead(client, host, port, new byte[] {0, 90, 0, 0, 0, 0, 0, 0}, new byte[] {0, 91, 0, 0, 0, 0, 0, 0});
    }

    private static String untilZero(DataInputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int b = in.read(); b > 0; b = in.read()) {
            text.append((char) b);
        }
        return text.toString();
    }

    private void http(Socket client) throws Exception {
        String line = PlainServer.readLine(client.getInputStream());
        String authorization = "";
        for (String field = line; !field.isEmpty(); field = PlainServer.readLine(client.getInputStream())) {
            if (field.startsWith("Proxy-Authorization: Basic ")) {
                authorization = new String(Base64.getDecoder().decode(field.substring(27)), ISO_8859_1);
            }
        }
        if (credentials != null && !authorization.equals(credentials)) {
            client.getOutputStream()
                    .write(("HTTP/1.1 407 Proxy Authentication Required\r\n"
                                    + "Proxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 4\r\n\r\nbody")
                            .getBytes(ISO_8859_1));
            return;
        }
        String authority = line.split(" ")[1];
        int colon = authority.lastIndexOf(':');
        lead(
                client,
                authority.substring(0, colon).replaceAll("[\\[\\]]", ""),
                Integer.parseInt(authority.substring(colon + 1)),
                "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(ISO_8859_1),
                "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\nbody".getBytes(ISO_8859_1));
    }

    private void lead(Socket client, String host, int port, byte[] granted, byte[] refused) throws Exception {
        requested.add(host + ":" + port);
        Socket target;
        try {
            target = new Socket(host.endsWith(".test") ? "127.0.0.1" : host, port);
        } catch (IOException e) {
            client.getOutputStream().write(refused);
            return;
        }
        try (target) {
            client.getOutputStream().write(granted);
            Relay.run(client, target);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
