// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/** Streams are switched to TLS in place, with the right peer, and never back after a failure. */
final class TlsUpgradeCases {
    private TlsUpgradeCases() {}

    @Behaviour(
            id = "TLS_01",
            rule = Rule.STREAM,
            title = "TLS starts in the middle of a connection, and no byte is lost at the transition",
            hint = "bytes read ahead before startTls, or a handshake that does not start immediately",
            eachTls = true)
    static void startsInTheMiddle(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        stream.write(Bytes.ascii("StartTlsRequest\n"));
        Expect.sameBytes(
                Bytes.ascii("StartTlsRequest\n"),
                connection.peer().readExactly(16),
                "the data that the peer read before TLS");
        connection.peer().send("StartTlsResponse\n");
        Expect.sameBytes(Bytes.ascii("StartTlsResponse\n"), Bytes.read(stream, 17), "the data read before TLS");

        TlsPeer peer = TlsPeer.server(connection.peer(), kit.protocol()).shakeHandsWith(stream, kit);
        peer.echo(kit);
        stream.write(Bytes.ascii("first words"));

        Expect.sameBytes(Bytes.ascii("first words"), Bytes.read(stream, 11), "the echo over TLS");
    }

    @Behaviour(
            id = "TLS_02",
            rule = Rule.D14,
            title = "data written after startTls is never sent in plaintext",
            hint = "writes that bypass TLS through a buffer or the raw transport",
            eachTls = true)
    static void nothingPlainFollows(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.stream().write(Bytes.ascii("plain"));
        TlsPeer peer = TlsPeer.server(connection.peer(), kit.protocol());
        connection.peer().readExactly(5);
        peer.shakeHandsWith(connection.stream(), kit);

        connection.stream().write(Bytes.ascii("a marker"));

        Expect.sameBytes(Bytes.ascii("a marker"), peer.input().readNBytes(8), "the data that the peer read over TLS");
        String wire = new String(peer.received(), StandardCharsets.ISO_8859_1);
        Expect.that(!wire.contains("a marker"), "the data was sent in plaintext");
    }

    @Behaviour(
            id = "TLS_03",
            rule = Rule.STREAM,
            title = "data that the server sends right after the handshake is read",
            hint = "data that arrived with the last handshake message and was dropped",
            eachTls = true)
    static void theServerMaySpeakFirst(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsPeer peer = TlsPeer.server(connection.peer(), kit.protocol());
        kit.script(() -> peer.output().write(Bytes.ascii("greeting")));

        connection.stream().startTls(kit.clientContext(), TlsMaterial.HOST);

        Expect.sameBytes(Bytes.ascii("greeting"), Bytes.read(connection.stream(), 8), "the data read over TLS");
    }

    @Behaviour(
            id = "TLS_04",
            rule = Rule.D14,
            title =
                    "bytes that arrived before startTls are part of the handshake, which fails, and are never read as data",
            hint = "a buffer of plaintext that survives startTls (STARTTLS injection)",
            needs = Capability.TLS)
    static void injectedBytesAreNeverRead(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        connection.peer().send("220 ok\r\nINJECTED\r\n");
        Expect.sameBytes(Bytes.ascii("220 ok\r\n"), Bytes.read(stream, 8), "the data read before TLS");
        TlsPeer peer = TlsPeer.server(connection.peer(), "TLSv1.3");
        kit.script(() -> peer.socket().startHandshake()); // so that an upgrade that drops these bytes succeeds

        Expect.failure(SSLException.class, () -> stream.startTls(kit.clientContext(), TlsMaterial.HOST));
        Expect.broken(stream::read);
    }

    @Behaviour(
            id = "TLS_07",
            rule = Rule.STREAM,
            title = "a host name is sent as SNI; an address is not sent, but verified",
            hint = "SSLParameters.setServerNames, or the host given to createSSLEngine",
            eachTls = true)
    static void namesAreSentAndAddressesAreNot(CaseContext kit) throws Exception {
        Expect.equal("[localhost]", namesSentFor("localhost", kit), "the list of names that the peer was sent");
        Expect.equal("[]", namesSentFor("127.0.0.1", kit), "the list of names that the peer was sent");
    }

    private static String namesSentFor(String host, CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsPeer peer = TlsPeer.server(connection.peer(), kit.protocol());
        BackgroundCall<String> names = kit.start(() -> {
            peer.socket().startHandshake();
            List<SNIServerName> requested = ((ExtendedSSLSession) peer.socket().getSession()).getRequestedServerNames();
            return requested.stream()
                    .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
                    .toList()
                    .toString();
        });
        connection.stream().startTls(kit.clientContext(), host);
        return names.get();
    }

    @Behaviour(
            id = "TLS_09",
            rule = Rule.STREAM,
            title = "the application protocol that the engine has negotiated is known after the handshake, not before",
            hint = "ssl_object, which must be the engine passed to startTls",
            eachTls = true)
    static void anApplicationProtocolIsAgreedOn(CaseContext kit) throws Exception {
        Expect.equal("dummy2", agreed(kit, "dummy3", "dummy2"), "the application protocol");
        Expect.equal("", agreed(kit), "the application protocol if none was requested");
    }

    private static String agreed(CaseContext kit, String... wanted) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsPeer peer = TlsPeer.server(connection.peer(), kit.protocol())
                .with(settings -> settings.setApplicationProtocols(new String[] {"dummy1", "dummy2"}));
        kit.script(() -> peer.socket().startHandshake());
        SSLEngine engine = engine(kit);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(wanted);
        engine.setSSLParameters(parameters);
        Expect.that(connection.stream().getExtraInfo("ssl_object") == null, "ssl_object is present before startTls");

        connection.stream().startTls(engine);

        Expect.that(
                connection.stream().getExtraInfo("ssl_object") == engine,
                "ssl_object is not the engine passed to startTls");
        return engine.getApplicationProtocol();
    }

    private static SSLEngine engine(CaseContext kit) throws GeneralSecurityException {
        SSLEngine engine = kit.clientContext().createSSLEngine(TlsMaterial.HOST, 1);
        engine.setUseClientMode(true);
        return engine;
    }

    @Behaviour(
            id = "TLS_32",
            rule = Rule.STREAM,
            level = Level.RECOMMENDED,
            title = "TLS starts inside TLS",
            hint = "startTls on a TLS stream: the new engine must use the old one as its transport",
            eachTls = true)
    static void startsInsideTls(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        TlsPeer outer = TlsPeer.server(connection.peer(), kit.protocol()).shakeHandsWith(stream, kit);
        javax.net.ssl.SSLSocket inner = (javax.net.ssl.SSLSocket)
                TlsMaterial.server().getSocketFactory().createSocket(outer.socket(), null, -1, true);
        inner.setUseClientMode(false);
        kit.script(() -> inner.getInputStream().transferTo(inner.getOutputStream()));

        stream.startTls(kit.clientContext(), TlsMaterial.HOST);
        stream.write(Bytes.ascii("inner"));

        Expect.sameBytes(Bytes.ascii("inner"), Bytes.read(stream, 5), "the echo over TLS in TLS");
    }

    @Behaviour(
            id = "TLS_33",
            rule = Rule.STREAM,
            level = Level.RECOMMENDED,
            title = "a second connection resumes the session of the first",
            hint = "session tickets, which arrive after the handshake and must reach the engine",
            eachTls = true)
    static void sessionsAreResumed(CaseContext kit) throws Exception {
        SSLContext client = kit.clientContext();
        SSLContext server = TlsMaterial.server();

        long first = sessionCreated(kit, client, server);
        for (long now = System.currentTimeMillis(); System.currentTimeMillis() == now; ) {
            Thread.onSpinWait(); // a new session would have a later creation time
        }

        Expect.equal(first, sessionCreated(kit, client, server), "the time the second connection's session was made");
    }

    private static long sessionCreated(CaseContext kit, SSLContext client, SSLContext server) throws Exception {
        StreamAndPeer connection = kit.connect();
        TlsPeer peer = TlsPeer.server(connection.peer(), server, kit.protocol());
        kit.script(() -> peer.output().write('x'));
        SSLEngine engine = client.createSSLEngine(TlsMaterial.HOST, 1);
        engine.setUseClientMode(true);
        connection.stream().startTls(engine);
        Expect.sameBytes(Bytes.ascii("x"), connection.stream().read(), "the data read over TLS");
        connection.stream().close();
        return engine.getSession().getCreationTime();
    }

    @Behaviour(
            id = "TLS_34",
            rule = Rule.STREAM,
            title = "a certificate chain that needs several records is accepted",
            hint = "handshake messages that span records; a network buffer too small for them",
            eachTls = true)
    static void aLargeChainFits(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        SSLContext large = TlsMaterial.server(TlsMaterial.SERVER_WITH_LARGE_CHAIN);

        TlsPeer.server(connection.peer(), large, kit.protocol())
                .shakeHandsWith(connection.stream(), kit)
                .echo(kit);
        connection.stream().write(Bytes.ascii("x"));

        Expect.sameBytes(Bytes.ascii("x"), connection.stream().read(1), "the echo over TLS");
    }

    @Behaviour(
            id = "TLS_35",
            rule = Rule.STREAM,
            title = "the properties of the connection stay available after startTls",
            hint = "getExtraInfo of the TLS layer, which must forward unknown keys",
            eachTls = true)
    static void extraInfoStays(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        List<String> keys = List.of("client_addr", "server_addr", "socket", "peer_credentials");
        List<String> before = describe(stream, keys);

        TlsPeer.server(connection.peer(), kit.protocol()).shakeHandsWith(stream, kit);

        Expect.equal(before, describe(stream, keys), "extra info under TLS");
    }

    private static List<String> describe(NetworkStreamInterface stream, List<String> keys) {
        return keys.stream().map(key -> key + "=" + stream.getExtraInfo(key)).toList();
    }

    @Behaviour(
            id = "INFO_04",
            rule = Rule.STREAM,
            title = "the TLS properties appear with the handshake: engine, session, the peer's certificate",
            hint = "getExtraInfo(\"ssl_object\") and (\"ssl_session\")",
            eachTls = true)
    static void tlsInfoAppears(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        Expect.that(stream.getExtraInfo("ssl_object") == null, "ssl_object is present before startTls");
        Expect.that(stream.getExtraInfo("ssl_session") == null, "ssl_session is present before startTls");

        TlsPeer.server(connection.peer(), kit.protocol()).shakeHandsWith(stream, kit);

        Expect.that(stream.getExtraInfo(ExtraInfo.SSL_OBJECT).isPresent(), "ssl_object is missing under TLS");
        SSLSession session = stream.getExtraInfo(ExtraInfo.SSL_SESSION)
                .orElseThrow(() -> new AssertionError("ssl_session is missing under TLS"));
        Expect.equal(kit.protocol(), session.getProtocol(), "the session's version of TLS");
        Expect.equal(TlsMaterial.serverCertificate(), session.getPeerCertificates()[0], "the peer's certificate");
    }

    @Behaviour(
            id = "TLS_36",
            rule = Rule.D4,
            title = "startTls without an engine is refused and changes nothing; after close it fails as closed",
            hint = "the checks at the beginning of startTls",
            needs = Capability.TLS)
    static void badCallsAreRefused(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        Expect.failure(NullPointerException.class, () -> startTlsWithNull(stream));
        stream.write(Bytes.ascii("x"));
        Expect.sameBytes(Bytes.ascii("x"), connection.peer().readExactly(1), "the data that the peer read in plain");

        stream.close();

        Expect.closed(() -> stream.startTls(engine(kit)));
        Expect.failure(NullPointerException.class, () -> startTlsWithNull(stream));
    }

    @SuppressWarnings("NullAway") // the subject of this case
    private static void startTlsWithNull(NetworkStreamInterface stream) throws Exception {
        stream.startTls((SSLEngine) null);
    }
}
