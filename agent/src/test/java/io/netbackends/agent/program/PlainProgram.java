// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.URL;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Typical uses of plaintext sockets in programs. */
final class PlainProgram {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private PlainProgram() {}

    static void run() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
            int port = server.getLocalPort();
            Outcomes.show("echo", () -> echo(server, new Socket("localhost", port)));
            Outcomes.show("echo without a proxy", () -> echo(server, connected(new Socket(Proxy.NO_PROXY), port)));
            Outcomes.show("bound", () -> echo(server, new Socket(LOOPBACK, port, LOOPBACK, 0)));
            Outcomes.show("timeout", () -> timeout(server, port));
            Outcomes.show("closed while reading", () -> closedWhileReading(server, port));
            Outcomes.show("half close", () -> halfClose(server, port));
            Outcomes.show("reset", () -> reset(server, port));
            Outcomes.show("implAccept", PlainProgram::implAccept);
            Outcomes.show("through a proxy", () -> throughProxy(server, port));
        }
        Outcomes.show("refused", () -> new Socket("localhost", free()));
        Outcomes.show("unknown host", () -> new Socket("host.invalid", 80));
        Outcomes.show("no such option", () -> new Socket().getOption(StandardSocketOptions.IP_MULTICAST_TTL));
        Outcomes.show("closed", () -> {
            Socket socket = new Socket();
            socket.close();
            return socket.getInputStream();
        });
        Outcomes.show("not connected", () -> new Socket().getOutputStream());
        Outcomes.show("port", () -> new Socket("localhost", 70_000));
        HttpServer http = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        http.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().getPath().getBytes(US_ASCII);
            exchange.sendResponseHeaders(body.length > 1 ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        http.start();
        Outcomes.show("http", () -> get(http, "/page"));
        Outcomes.show("http again", () -> get(http, "/page"));
        Outcomes.show("http not found", () -> get(http, "/"));
        http.stop(0);
    }

    private static <T> FutureTask<T> background(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        new Thread(task).start();
        return task;
    }

    private static Socket connected(Socket socket, int port) throws IOException {
        socket.connect(new InetSocketAddress(LOOPBACK, port), 5000);
        return socket;
    }

    private static String echo(ServerSocket server, Socket client) throws IOException {
        try (Socket peer = server.accept();
                client) {
            client.getOutputStream().write("ping".getBytes(US_ASCII));
            peer.getOutputStream().write(peer.getInputStream().readNBytes(4));
            String got = new String(client.getInputStream().readNBytes(4), US_ASCII);
            return got + " " + client + " " + client.isBound() + client.getTcpNoDelay() + client.getSoLinger()
                    + client.getKeepAlive() + client.getChannel() + " "
                    + peer.getRemoteSocketAddress().equals(client.getLocalSocketAddress());
        }
    }

    private static String timeout(ServerSocket server, int port) throws IOException {
        try (Socket client = new Socket(LOOPBACK, port);
                Socket peer = server.accept()) {
            client.setSoTimeout(50);
            String message;
            try {
                message = "read " + client.getInputStream().read();
            } catch (SocketTimeoutException e) {
                message = e.getClass() + e.getMessage();
            }
            peer.getOutputStream().write('x');
            return message + ", then " + client.getInputStream().read();
        }
    }

    private static String closedWhileReading(ServerSocket server, int port) throws Exception {
        try (Socket client = new Socket(LOOPBACK, port);
                Socket peer = server.accept()) {
            InputStream in = client.getInputStream();
            FutureTask<String> read = background(() -> {
                try {
                    return "read " + in.read();
                } catch (SocketException e) {
                    return e.toString();
                }
            });
            client.close();
            return read.get() + " " + client.isConnected() + client.isClosed()
                    + peer.getInputStream().read();
        }
    }

    private static String halfClose(ServerSocket server, int port) throws IOException {
        try (Socket client = new Socket(LOOPBACK, port);
                Socket peer = server.accept()) {
            client.shutdownOutput();
            peer.getOutputStream().write("rest".getBytes(US_ASCII));
            peer.shutdownOutput();
            return peer.getInputStream().read()
                    + new String(client.getInputStream().readAllBytes(), US_ASCII)
                    + client.isOutputShutdown()
                    + client.isInputShutdown();
        }
    }

    private static String reset(ServerSocket server, int port) throws IOException {
        try (Socket client = new Socket(LOOPBACK, port)) {
            Socket peer = server.accept();
            peer.setSoLinger(true, 0);
            peer.close();
            return "read " + client.getInputStream().read();
        }
    }

    /** A socket of the program's own class, as SSLServerSocket makes them. */
    private static String implAccept() throws IOException {
        final class OwnSocket extends Socket {}
        final class OwnServer extends ServerSocket {
            OwnServer() throws IOException {
                super(0, 50, LOOPBACK);
            }

            @Override
            public Socket accept() throws IOException {
                Socket accepted = new OwnSocket();
                implAccept(accepted);
                return accepted;
            }
        }
        try (OwnServer server = new OwnServer()) {
            return echo(server, new Socket(LOOPBACK, server.getLocalPort()));
        }
    }

    private static String throughProxy(ServerSocket server, int port) throws Exception {
        Proxy proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(LOOPBACK, port));
        FutureTask<String> answered = background(() -> {
            Socket peer = server.accept();
            byte[] head = peer.getInputStream().readNBytes("CONNECT far.invalid:80".length());
            peer.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
            while (peer.getInputStream().read() != '!') {
                // the rest of the request
            }
            peer.getOutputStream().write("hello".getBytes(US_ASCII));
            return new String(head, US_ASCII);
        });
        try (Socket client = new Socket(proxy)) {
            client.connect(InetSocketAddress.createUnresolved("far.invalid", 80));
            client.getOutputStream().write('!');
            return answered.get() + new String(client.getInputStream().readNBytes(5), US_ASCII);
        }
    }

    private static String get(HttpServer server, String path) throws IOException {
        URL url = URI.create("http://localhost:" + server.getAddress().getPort() + path)
                .toURL();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setRequestProperty("Authorization", "Basic c2VjcmV0");
        return connection.getResponseCode()
                + new String(connection.getInputStream().readAllBytes(), US_ASCII);
    }

    private static int free() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, LOOPBACK)) {
            return any.getLocalPort();
        }
    }
}
