// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates a call trusts: those the JDK does, those of a file, or anybody's. */
final class SslContexts {
    private static final Pattern PEM_CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    private SslContexts() {}

    static SSLContext context(CommonOptions options) throws CommandException {
        try {
            if (options.insecure) {
                return context(new TrustManager[] {new TrustAnybody()});
            }
            // The JDK's own context also knows the javax.net.ssl.* properties that -D may have set.
            return options.cacert == null ? SSLContext.getDefault() : trusting(certificates(options.cacert));
        } catch (GeneralSecurityException | IOException e) {
            throw new CommandException(ExitCodes.FAILED, "TLS cannot be set up: " + Failures.message(e), e);
        }
    }

    /** Returns a context that trusts these certificates, and what they have signed, and nothing else. */
    static SSLContext trusting(KeyStore certificates) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(certificates);
        return context(factory.getTrustManagers());
    }

    private static SSLContext context(TrustManager[] managers) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return context;
    }

    /** Certificates only: such a file may have comments and private keys in between. */
    private static KeyStore certificates(Path file) throws GeneralSecurityException, IOException, CommandException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        Matcher matcher = PEM_CERTIFICATE.matcher(read(file));
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        while (matcher.find()) {
            try (ByteArrayInputStream pem =
                    new ByteArrayInputStream(matcher.group().getBytes(ISO_8859_1))) {
                store.setCertificateEntry("certificate-" + store.size(), factory.generateCertificate(pem));
            } catch (CertificateException e) {
                throw bad(file, "has a certificate that cannot be read: " + Failures.message(e), e);
            }
        }
        if (store.size() == 0) {
            throw bad(file, "has no certificate in PEM format", null);
        }
        return store;
    }

    private static String read(Path file) throws CommandException {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw bad(file, "does not exist", e);
        } catch (IOException e) {
            throw bad(file, "cannot be read: " + Failures.message(e), e);
        }
    }

    private static CommandException bad(Path file, String what, @Nullable Throwable cause) {
        return new CommandException(ExitCodes.BAD_CACERT, "--cacert: file (" + file + ") " + what, cause);
    }

    /** An extended manager, since the JDK adds the check of the host name to any other. */
    private static final class TrustAnybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
