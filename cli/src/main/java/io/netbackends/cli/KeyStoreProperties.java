// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.internal.FileProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** The keys named by the system properties javax.net.ssl.keyStore..., which the JDK uses only for its default context. */
final class KeyStoreProperties {
    private static final String KEY_STORE = "javax.net.ssl.keyStore";
    private static final String NONE = "NONE"; // the JDK's name for a key store without a file, such as PKCS#11

    private KeyStoreProperties() {}

    /** Returns the keys; null if no such property is set. */
    static KeyManager @Nullable [] keyManagers() throws CommandException {
        String name = System.getProperty(KEY_STORE, "");
        if (name.isEmpty()) {
            return null;
        }
        String password = System.getProperty(KEY_STORE + "Password", "");
        try {
            KeyStore store = load(name, password.isEmpty() ? null : password.toCharArray());
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password.toCharArray());
            return factory.getKeyManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandException(
                    ExitCodes.BAD_CLIENT_CERTIFICATE,
                    KEY_STORE + " (" + name + ") cannot be used: "
                            + (e instanceof IOException io ? FileProblem.of(io) : Failures.message(e)),
                    e);
        }
    }

    private static KeyStore load(String name, char @Nullable [] password) throws IOException, GeneralSecurityException {
        String type = System.getProperty(KEY_STORE + "Type", KeyStore.getDefaultType());
        String provider = System.getProperty(KEY_STORE + "Provider", "");
        KeyStore store = provider.isEmpty() ? KeyStore.getInstance(type) : KeyStore.getInstance(type, provider);
        if (name.equals(NONE)) {
            store.load(null, password);
        } else {
            try (InputStream in = Files.newInputStream(Path.of(name))) {
                store.load(in, password);
            }
        }
        return store;
    }
}
