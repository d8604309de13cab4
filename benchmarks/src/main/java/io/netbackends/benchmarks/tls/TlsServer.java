// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netbackends.benchmarks.ServerProcess;
import io.netbackends.benchmarks.TemporaryFile;
import io.netbackends.benchmarks.idle.ServerKeys;
import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.TestPki;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * The server of all TLS benchmarks, a {@link TlsAcceptor} in a separate process or in this one, and the trust settings of
 * its clients.
 */
final class TlsServer implements Closeable {
    /** A name in the certificate, in addition to the address. */
    static final String HOST = "localhost";

    private final TestPki pki = TestPki.create();
    private final Closeable server;
    private final InetSocketAddress address;

    TlsServer(TlsService service) throws IOException {
        Identity identity = pki.issue(HOST, "127.0.0.1");
        if (ServerProcess.isWanted()) {
            try (TemporaryFile keys = TemporaryFile.create("keys")) {
                ServerKeys.write(identity, keys.path());
                ServerProcess process = ServerProcess.start(
                        TlsAcceptor.class, List.of(), keys.path().toString(), service.name());
                server = process;
                address = process.address();
            } catch (GeneralSecurityException e) {
                throw new IOException("server's keys cannot be written", e);
            }
        } else {
            TlsAcceptor acceptor = new TlsAcceptor(identity.serverContext(), service);
            server = acceptor;
            address = acceptor.address();
        }
    }

    /** Returns a new client context that trusts the server. */
    SSLContext clientContext() {
        return pki.trusting();
    }

    X509Certificate authority() {
        return pki.certificate();
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
