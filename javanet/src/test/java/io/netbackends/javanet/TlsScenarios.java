// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Uses of TLS sockets by programs. Their outcome is a text, by which two kinds of sockets are compared. */
final class TlsScenarios {
    static final Map<String, Scenario> ALL = new LinkedHashMap<>();

    private static final TestPki PKI = TestPki.create();
    private static final SSLContext SERVER_CONTEXT = PKI.issue("localhost").serverContext();

    private TlsScenarios() {}

    /** Records the outcome of each step of a scenario. */
    static final class Notes {
        private final List<Object> all = new ArrayList<>();

        void add(Object outcome) {
            all.add(outcome instanceof Object[] array ? Arrays.asList(array) : outcome);
        }

        void step(Step step) {
            try {
                add(step.run());
            } catch (NullPointerException | IndexOutOfBoundsException e) {
                add(e.getClass().getName()); // the message may name variables
            } catch (Exception e) {
                add(e.getClass().getName() + ": " + e.getMessage());
            }
        }

        void call(Call call) {
            step(() -> {
                call.run();
                return "done";
            });
        }

        @Override
        public String toString() {
            return all.toString();
        }
    }

    interface Step {
        Object run() throws Exception;
    }

    interface Call {
        void run() throws Exception;
    }

    /** Uses a socket. */
    interface Scenario {
        void run(TlsSocketKind kind, Notes notes) throws Exception;
    }

    /** Uses a socket of a client whose server echoes. */
    interface ClientScenario {
        void run(SSLSocket client, Notes notes) throws Exception;
    }

    static String outcome(String name, TlsSocketKind kind) throws Exception {
        Notes notes = new Notes();
        ALL.get(name).run(kind, notes);
        return notes.toString();
    }

    private static void unconnected(String name, ClientScenario scenario) {
        ALL.put(name, (kind, notes) -> {
            try (SSLSocket socket = (SSLSocket) kind.factory(PKI.trusting()).createSocket()) {
                scenario.run(socket, notes);
            }
        });
    }

    private static void connected(String name, ClientScenario scenario) {
        served(name, SERVER_CONTEXT, PlainServer.echo(), scenario);
    }

    private static void shakenHands(String name, ClientScenario scenario) {
        connected(name, (client, notes) -> {
            client.startHandshake();
            scenario.run(client, notes);
        });
    }

    private static void served(String name, SSLContext context, PlainServer.Script script, ClientScenario scenario) {
        ALL.put(name, (kind, notes) -> {
            try (PlainServer server =
                            PlainServer.listening().serveTls(context, script).toleratingIoFailures();
                    SSLSocket client = kind.connect(PKI.trusting(), server.address())) {
                client.setSoTimeout(20_000);
                scenario.run(client, notes);
            }
        });
    }

    private static void plainServer(String name, PlainServer.Script script, ClientScenario scenario) {
        ALL.put(name, (kind, notes) -> {
            try (PlainServer server = PlainServer.listening().serve(script).toleratingIoFailures();
                    SSLSocket client = kind.connect(PKI.trusting(), server.address())) {
                client.setSoTimeout(20_000);
                scenario.run(client, notes);
            }
        });
    }

    static {
        unconnected("a new socket", (socket, notes) -> {
            notes.step(() -> socket.getSession().getCipherSuite());
            notes.step(() -> socket.getSession().getProtocol());
            notes.step(() -> socket.getSession().isValid());
            notes.step(socket::getHandshakeSession);
            notes.step(socket::getApplicationProtocol);
            notes.step(socket::getHandshakeApplicationProtocol);
            notes.step(socket::getUseClientMode);
            notes.step(socket::getNeedClientAuth);
            notes.step(socket::getWantClientAuth);
            notes.step(socket::getEnableSessionCreation);
            notes.step(socket::getSupportedProtocols);
            notes.step(socket::getEnabledProtocols);
            notes.step(socket::getSupportedCipherSuites);
            notes.step(socket::getEnabledCipherSuites);
            notes.step(socket::isConnected);
            notes.step(socket::isClosed);
            notes.step(socket::isBound);
            notes.step(socket::getInetAddress);
            notes.step(socket::getPort);
            notes.step(socket::getChannel);
            notes.call(socket::startHandshake);
            notes.call(socket::getInputStream);
            notes.call(socket::getOutputStream);
            notes.call(socket::shutdownInput);
            notes.call(socket::shutdownOutput);
        });
        unconnected("settings", (socket, notes) -> {
            notes.call(() -> socket.setEnabledProtocols(null));
            notes.call(() -> socket.setEnabledProtocols(new String[] {"nonsense"}));
            notes.call(() -> socket.setEnabledCipherSuites(null));
            notes.call(() -> socket.setEnabledCipherSuites(new String[] {"nonsense"}));
            notes.call(() -> socket.setEnabledCipherSuites(new String[0]));
            notes.call(() -> socket.addHandshakeCompletedListener(null));
            notes.call(() -> socket.removeHandshakeCompletedListener(null));
            notes.call(() -> socket.removeHandshakeCompletedListener(event -> {}));
            notes.call(() -> socket.addHandshakeCompletedListener(event -> {}));
            notes.call(() -> socket.removeHandshakeCompletedListener(event -> {}));
            notes.call(() -> socket.setUseClientMode(false));
            notes.call(() -> socket.setNeedClientAuth(true));
            notes.step(socket::getWantClientAuth);
            notes.call(() -> socket.setWantClientAuth(true));
            notes.step(socket::getNeedClientAuth);
            notes.step(socket::getUseClientMode);
            notes.step(socket::getEnabledProtocols);
            notes.call(() -> socket.setUseClientMode(true));
            notes.call(() -> socket.setEnableSessionCreation(false));
            notes.step(socket::getEnableSessionCreation);
            notes.call(() -> socket.setSSLParameters(null));
            notes.call(() -> socket.sendUrgentData(1));
            notes.call(() -> socket.setOOBInline(true));
            notes.step(socket::getOOBInline);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            parameters.setProtocols(new String[] {"TLSv1.2"});
            notes.call(() -> socket.setSSLParameters(parameters));
            notes.step(socket.getSSLParameters()::getApplicationProtocols);
            notes.step(socket::getEnabledProtocols);
            notes.step(socket::getHandshakeApplicationProtocolSelector);
        });
        ALL.put("the factory", (kind, notes) -> {
            SSLSocketFactory factory = kind.factory(PKI.trusting());
            notes.step(factory::getDefaultCipherSuites);
            notes.step(factory::getSupportedCipherSuites);
            notes.call(() -> factory.createSocket(new Socket(), "localhost", 1, true));
            notes.call(() -> factory.createSocket((Socket) null, "localhost", 1, true));
            notes.call(() -> factory.createSocket(new Socket(), null, true));
            notes.call(() -> factory.createSocket("localhost", -1));
            notes.call(() -> factory.createSocket("localhost", PlainServer.closedPort()));
        });
        connected("before the handshake", (client, notes) -> {
            notes.step(() -> client.getInputStream().available());
            notes.step(client::getApplicationProtocol);
            notes.step(client::getHandshakeSession);
            notes.call(() -> client.setUseClientMode(false));
            notes.call(() -> client.setUseClientMode(true));
            notes.step(client::isConnected);
            notes.step(() -> client.getSession().getProtocol());
        });
        shakenHands("the session", (client, notes) -> {
            SSLSession session = client.getSession();
            notes.step(session::getProtocol);
            notes.step(session::getCipherSuite);
            notes.step(session::getPeerHost);
            notes.step(() -> session.getPeerPort() == client.getPort());
            notes.step(session::isValid);
            notes.step(session::getLocalCertificates);
            notes.step(session::getLocalPrincipal);
            notes.step(session::getPeerPrincipal);
            notes.step(session::getPacketBufferSize);
            notes.step(session::getApplicationBufferSize);
            notes.step(() -> session.getId().length);
            notes.step(() -> session.getSessionContext() != null);
            notes.call(() -> session.putValue("key", "value"));
            notes.call(() -> session.putValue(null, "value"));
            notes.step(session::getValueNames);
            notes.step(() -> session.getValue("key"));
            notes.call(session::invalidate);
            notes.step(session::isValid);
            notes.step(client::getApplicationProtocol);
            notes.step(client::getHandshakeApplicationProtocol);
            notes.step(client::getHandshakeSession);
        });
        shakenHands("after the handshake", (client, notes) -> {
            notes.call(() -> client.setUseClientMode(false));
            notes.call(() -> client.setUseClientMode(true));
            notes.call(() -> client.setEnabledProtocols(new String[] {"TLSv1.2"}));
            notes.step(client::getEnabledProtocols);
            notes.call(client::startHandshake);
            notes.call(() -> client.getOutputStream().write(42));
            notes.step(() -> client.getInputStream().read());
            notes.step(() -> client.getInputStream().read(new byte[0]));
            notes.call(() -> client.getInputStream().read(new byte[1], 1, 1));
            notes.call(() -> client.getOutputStream().write(new byte[1], 1, 1));
            notes.call(() -> client.getOutputStream().write(new byte[0]));
            notes.call(() -> client.getInputStream().read(null, 0, 1));
            notes.call(() -> client.getOutputStream().write(null, 0, 1));
            notes.step(() -> client.getInputStream() == client.getInputStream());
        });
        shakenHands("after close", (client, notes) -> {
            var in = client.getInputStream();
            var out = client.getOutputStream();
            notes.call(client::close);
            notes.call(client::close);
            notes.step(client::isClosed);
            notes.step(client::isConnected);
            notes.step(client::isBound);
            notes.step(client::isInputShutdown);
            notes.step(client::isOutputShutdown);
            notes.step(in::read);
            notes.step(in::available);
            notes.call(() -> out.write(1));
            notes.call(client::getInputStream);
            notes.call(client::getOutputStream);
            notes.call(client::startHandshake);
            notes.step(() -> client.getSession().getCipherSuite());
            notes.call(client::shutdownInput);
            notes.call(client::shutdownOutput);
            notes.call(client::getSoTimeout);
            notes.call(() -> client.setSoTimeout(1));
        });
        shakenHands("half-close", (client, notes) -> {
            notes.call(client::shutdownOutput);
            notes.step(client::isOutputShutdown);
            notes.step(client::isInputShutdown);
            notes.step(client::isClosed);
            notes.call(client::shutdownOutput);
            notes.call(client::getOutputStream);
            notes.step(() -> client.getInputStream().read());
        });
        shakenHands("an input that is shut down", (client, notes) -> {
            var in = client.getInputStream();
            notes.call(client::shutdownInput);
            notes.step(client::isInputShutdown);
            notes.step(in::read);
            notes.call(client::getInputStream);
            notes.call(client::shutdownInput);
        });
        served(
                "the peer's end",
                SERVER_CONTEXT,
                socket -> socket.getOutputStream().write(7),
                (client, notes) -> {
                    var in = client.getInputStream();
                    notes.step(in::read);
                    notes.step(in::read);
                    notes.step(in::read);
                    notes.step(client::isClosed);
                    notes.step(client::isInputShutdown);
                });
        ALL.put("an untrusted server", (kind, notes) -> {
            try (PlainServer server = PlainServer.listening()
                            .serveTls(SERVER_CONTEXT, PlainServer.echo())
                            .toleratingIoFailures();
                    SSLSocket client = kind.connect(TestPki.create().trusting(), server.address())) {
                var in = client.getInputStream();
                var out = client.getOutputStream();
                notes.call(() -> out.write(1));
                notes.step(client::isClosed);
                notes.step(in::read);
                notes.call(() -> out.write(1));
                notes.step(client::isInputShutdown);
                notes.call(client::startHandshake);
                notes.call(client::getOutputStream);
                notes.step(() -> client.getSession().getCipherSuite());
            }
        });
        connected("a name that does not match", (client, notes) -> {
            SSLParameters parameters = client.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("nonsense");
            client.setSSLParameters(parameters);
            notes.call(client::startHandshake);
        });
        served(
                "no common version",
                SERVER_CONTEXT,
                socket -> {
                    ((SSLSocket) socket).setEnabledProtocols(new String[] {"TLSv1.2"});
                    PlainServer.echo().run(socket);
                },
                (client, notes) -> {
                    client.setEnabledProtocols(new String[] {"TLSv1.3"});
                    notes.call(client::startHandshake);
                    notes.step(client::isClosed);
                });
        served(
                "no common application protocol",
                SERVER_CONTEXT,
                socket -> {
                    SSLParameters parameters = ((SSLSocket) socket).getSSLParameters();
                    parameters.setApplicationProtocols(new String[] {"a"});
                    ((SSLSocket) socket).setSSLParameters(parameters);
                    PlainServer.echo().run(socket);
                },
                (client, notes) -> {
                    SSLParameters parameters = client.getSSLParameters();
                    parameters.setApplicationProtocols(new String[] {"b"});
                    client.setSSLParameters(parameters);
                    notes.call(client::startHandshake);
                });
        plainServer(
                "a server without TLS",
                socket -> {
                    socket.getInputStream().read();
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes("US-ASCII"));
                    socket.getInputStream().readAllBytes();
                },
                (client, notes) -> {
                    notes.call(client::startHandshake);
                    notes.step(client::isClosed);
                });
        plainServer(
                "a server that hangs up",
                socket -> {
                    socket.getInputStream().read(new byte[1024]);
                    socket.close();
                },
                (client, notes) -> {
                    notes.call(client::startHandshake);
                    notes.step(client::isClosed);
                    notes.step(() -> client.getSession().isValid());
                });
        plainServer("a silent server", PlainServer.silent(), (client, notes) -> {
            client.setSoTimeout(20);
            var in = client.getInputStream();
            notes.call(client::startHandshake);
            notes.step(in::read);
            notes.step(client::isClosed);
            notes.step(() -> client.getSession().getCipherSuite());
            notes.step(client::isClosed);
        });
    }
}
