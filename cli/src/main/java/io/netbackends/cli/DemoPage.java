// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLContext;

/** An HTTPS server with one page, on plain JDK sockets, so that the code under demonstration runs only in the client. */
final class DemoPage implements Closeable {
    static final String TEXT = "hello from the demo server";

    private static final int MAX_MILLIS = 10_000;

    private final ServerSocket server;

    private DemoPage(ServerSocket server) {
        this.server = server;
    }

    static DemoPage serve(SSLContext context) throws IOException {
        DemoPage page = new DemoPage(
                context.getServerSocketFactory().createServerSocket(0, 0, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(page::acceptAll, "netbackends-demo-page");
        thread.setDaemon(true);
        thread.start();
        return page;
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(MAX_MILLIS);
                answer(socket);
            } catch (IOException e) {
                // the demo has ended, or a client failed and reports it
            }
        }
    }

    private static void answer(Socket socket) throws IOException {
        BufferedReader request = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        for (String line = request.readLine(); line != null && !line.isEmpty(); ) {
            line = request.readLine();
        }
        String response = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + TEXT + "\n";
        socket.getOutputStream().write(response.getBytes(US_ASCII));
    }
}
