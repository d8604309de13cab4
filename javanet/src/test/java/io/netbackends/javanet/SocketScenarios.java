// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.testsupport.PlainServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Short programs for sentences of the Javadoc of {@link Socket}, whose outcome shows differences between two kinds of
 * sockets.
 */
final class SocketScenarios {
    /** By name. */
    static final Map<String, Scenario> ALL = new LinkedHashMap<>();

    private SocketScenarios() {}

    /** Uses a socket; the result or exception is compared as text. */
    @FunctionalInterface
    interface Scenario {
        Object run(SocketKind kind) throws Exception;
    }

    /** Uses an unconnected socket. */
    @FunctionalInterface
    private interface WithSocket {
        Object run(Socket socket) throws Exception;
    }

    /** Uses a connected socket. */
    @FunctionalInterface
    private interface WithPair {
        Object run(ConnectedPair pair) throws Exception;
    }

    /** Makes a call that has no result. */
    @FunctionalInterface
    interface Call {
        void run() throws Exception;
    }

    private static void unconnected(String name, WithSocket scenario) {
        ALL.put(name, kind -> {
            try (Socket socket = kind.unconnected()) {
                return scenario.run(socket);
            }
        });
    }

    private static void closed(String name, WithSocket scenario) {
        ALL.put(name + ", closed", kind -> {
            Socket socket = kind.unconnected();
            socket.close();
            return scenario.run(socket);
        });
        ALL.put(name + ", closed after connect", kind -> {
            try (ConnectedPair pair = kind.connected()) {
                pair.client().close();
                return scenario.run(pair.client());
            }
        });
    }

    private static void connected(String name, WithPair scenario) {
        ALL.put(name, kind -> {
            try (ConnectedPair pair = kind.connected()) {
                return scenario.run(pair);
            }
        });
    }

    /** Returns the outcome of a call, so that a scenario can continue after it. */
    static String outcome(Call call) {
        try {
            call.run();
            return "done";
        } catch (Exception e) {
            return e.getClass().getName() + ": " + e.getMessage();
        }
    }

    static {
        unconnected("getInputStream", socket -> outcome(socket::getInputStream));
        unconnected("getOutputStream", socket -> outcome(socket::getOutputStream));
        unconnected("connect to null", socket -> outcome(() -> socket.connect(null)) + socket.isClosed());
        unconnected("connect to a foreign address", socket -> outcome(() -> socket.connect(new SocketAddress() {})));
        unconnected(
                "connect with a negative timeout",
                socket -> outcome(() -> socket.connect(new InetSocketAddress("localhost", 1), -1)));
        unconnected("bind to a foreign address", socket -> outcome(() -> socket.bind(new SocketAddress() {})));
        unconnected("bind twice", socket -> {
            socket.bind(null);
            return outcome(() -> socket.bind(null)) + socket.isBound();
        });
        unconnected("sendUrgentData", socket -> outcome(() -> socket.sendUrgentData(1)));
        unconnected("performance preferences", socket -> outcome(() -> socket.setPerformancePreferences(1, 2, 3)));
        unconnected("options by value", socket -> {
            socket.setOption(StandardSocketOptions.SO_LINGER, 7);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return socket.getSoLinger() + " " + socket.getTcpNoDelay() + " "
                    + socket.getOption(StandardSocketOptions.SO_LINGER);
        });
        unconnected("linger off", socket -> {
            socket.setSoLinger(true, 5);
            socket.setSoLinger(false, 5);
            return socket.getSoLinger();
        });
        unconnected("option null", socket -> outcome(() -> socket.setOption(null, 1)));
        unconnected("get option null", socket -> outcome(() -> socket.getOption(null)));
        unconnected("traffic class -1", socket -> outcome(() -> socket.setTrafficClass(-1)));
        unconnected("linger -1", socket -> outcome(() -> socket.setSoLinger(true, -1)));
        unconnected("send buffer 0", socket -> outcome(() -> socket.setSendBufferSize(0)));
        unconnected("receive buffer -1", socket -> outcome(() -> socket.setReceiveBufferSize(-1)));
        unconnected(
                "traffic class out of range, by option",
                socket -> outcome(() -> socket.setOption(StandardSocketOptions.IP_TOS, 300)));
        unconnected("linger out of range, by option", socket -> {
            socket.setOption(StandardSocketOptions.SO_LINGER, -5);
            return socket.getOption(StandardSocketOptions.SO_LINGER) + " " + socket.getSoLinger();
        });
        closed("connect", socket -> outcome(() -> socket.connect(new InetSocketAddress("localhost", 1))));
        closed("bind", socket -> outcome(() -> socket.bind(null)));
        closed("getKeepAlive", socket -> outcome(socket::getKeepAlive));
        closed("setSoTimeout", socket -> outcome(() -> socket.setSoTimeout(1)));
        closed("setSoLinger", socket -> outcome(() -> socket.setSoLinger(true, 1)));
        closed("getOption", socket -> outcome(() -> socket.getOption(StandardSocketOptions.SO_RCVBUF)));
        closed("setOption", socket -> outcome(() -> socket.setOption(StandardSocketOptions.SO_RCVBUF, 1)));
        closed("sendUrgentData", socket -> outcome(() -> socket.sendUrgentData(1)));
        closed("shutdownInput", socket -> outcome(socket::shutdownInput));
        closed("getOOBInline", socket -> outcome(socket::getOOBInline));
        closed(
                "addresses",
                socket -> socket.getLocalAddress() + " " + socket.isConnected() + socket.isBound()
                        + socket.isInputShutdown() + socket.isOutputShutdown() + socket.getChannel());
        connected(
                "connect again",
                pair -> outcome(() -> pair.client().connect(pair.client().getRemoteSocketAddress())));
        connected("bind when connected", pair -> outcome(() -> pair.client().bind(null)));
        connected("streams after shutdown", pair -> {
            pair.client().shutdownInput();
            pair.client().shutdownOutput();
            return outcome(pair::in)
                    + outcome(pair::out)
                    + pair.client().isClosed()
                    + outcome(pair.client()::shutdownInput)
                    + outcome(pair.client()::shutdownOutput);
        });
        connected("streams of a closed socket", pair -> {
            var in = pair.in();
            var out = pair.out();
            pair.client().close();
            return outcome(in::read)
                    + outcome(() -> out.write(1))
                    + outcome(in::available)
                    + outcome(in::close)
                    + outcome(out::close)
                    + outcome(out::flush);
        });
        connected("close twice", pair -> {
            pair.client().close();
            return outcome(pair.client()::close);
        });
        connected("skip and read", pair -> {
            pair.peer().getOutputStream().write(new byte[] {1, 2, 3, 4});
            return pair.in().skip(2) + " " + pair.in().read() + " " + pair.in().markSupported();
        });
        connected("a byte of 255", pair -> {
            pair.peer().getOutputStream().write(255);
            return pair.in().read();
        });
        connected("read of nothing", pair -> pair.in().read(new byte[0]));
        connected("read into null", pair -> outcome(() -> pair.in().read(null)));
        connected("write of null", pair -> outcome(() -> pair.out().write(null)));
        connected(
                "write out of range",
                pair -> outcome(() -> pair.out().write(new byte[2], 1, 2)).split(":")[0]);
        connected("end of stream again and again", pair -> {
            pair.peer().close();
            int[] ends = {
                pair.in().read(), pair.in().read(new byte[3]), pair.in().available()
            };
            return Arrays.toString(ends);
        });
        connected("read after a reset", pair -> {
            pair.reset();
            return outcome(pair.in()::read) + outcome(pair.in()::read) + outcome(pair.in()::available);
        });
        connected("timeout by timeout", pair -> {
            pair.client().setSoTimeout(1);
            return outcome(pair.in()::read)
                    + outcome(pair.in()::read)
                    + pair.client().getSoTimeout();
        });
        connected("timeout taken back", pair -> {
            pair.client().setSoTimeout(1);
            String first = outcome(pair.in()::read);
            pair.client().setSoTimeout(0);
            pair.peer().getOutputStream().write(5);
            return first + pair.in().read();
        });
        connected("streams are the same each time", pair -> pair.in() == pair.in());
        connected("options of a connection", pair -> {
            pair.client().setSoLinger(true, 3);
            pair.client().setKeepAlive(true);
            pair.client().setTrafficClass(16);
            return pair.client().getSoLinger() + " " + pair.client().getKeepAlive() + " "
                    + pair.client().getTrafficClass();
        });
        connected(
                "option that sockets do not have",
                pair -> outcome(() -> pair.client().setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true)));
        ALL.put("connect to a closed port, twice", kind -> {
            SocketAddress closed = new InetSocketAddress(InetAddress.getLoopbackAddress(), PlainServer.closedPort());
            try (Socket socket = kind.unconnected()) {
                return outcome(() -> socket.connect(closed))
                        + socket.isClosed()
                        + socket.isConnected()
                        + outcome(() -> socket.connect(closed));
            }
        });
        ALL.put(
                "local port that is no port",
                kind -> outcome(
                        () -> kind.factory().createSocket("localhost", 1, InetAddress.getLoopbackAddress(), -1)));
        ALL.put(
                "factory, port that is no port",
                kind -> outcome(() -> kind.factory().createSocket("localhost", 70_000)));
        ALL.put("accepted socket", kind -> {
            try (ServerSocket server = kind.server();
                    Socket client = kind.factory().createSocket(server.getInetAddress(), server.getLocalPort());
                    Socket accepted = server.accept()) {
                return accepted.isConnected() + " " + accepted.isBound() + " "
                        + (accepted.getPort() == client.getLocalPort()) + " "
                        + (accepted.getLocalPort() == server.getLocalPort());
            }
        });
    }
}
