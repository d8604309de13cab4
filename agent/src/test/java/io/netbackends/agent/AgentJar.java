// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.Jars;
import io.netbackends.testsupport.TestPki;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;

/** The jar made by the build, and the programs that run with it. */
final class AgentJar {
    static final Path FILE = Path.of("target", "netbackends-agent.jar").toAbsolutePath();

    private static final char[] PASSWORD = "changeit".toCharArray();

    private AgentJar() {}

    /** A JVM with only the programs of the tests. */
    static ChildJvm withoutAgent() {
        return ChildJvm.classPath(Jars.of(AgentJar.class).toString());
    }

    /** The same with the agent. */
    static ChildJvm withAgent(String arguments) {
        if (!Files.exists(FILE)) {
            throw new AssertionError(FILE + " is missing: it is made by mvn verify");
        }
        return withoutAgent().jvmArgs("-javaagent:" + FILE + (arguments.isEmpty() ? "" : "=" + arguments));
    }

    /** Writes the key stores that the programs read. */
    static void writeStores(Path directory) throws Exception {
        TestPki pki = TestPki.create();
        Identity server = pki.issue("localhost");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", server.privateKey(), PASSWORD, server.chain().toArray(Certificate[]::new));
        write(keys, directory.resolve("server.p12"));
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("authority", pki.certificate());
        write(trust, directory.resolve("trust.p12"));
    }

    private static void write(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
    }
}
