// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Shared;
import java.time.Duration;
import java.util.Hashtable;
import javax.naming.NamingException;
import javax.naming.directory.BasicAttributes;
import javax.naming.ldap.InitialLdapContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JNDI's LDAP with OpenLDAP, with the class name of the factory. */
class LdapTest extends ClientTest implements HookedClient, WritesWithoutEnd, HasReadTimeout {
    @RegisterExtension
    static final Shared<LdapServer> LDAP = new Shared<>(LdapServer.class, LdapServer::new);

    @Override
    public ClientProgram program() {
        return new LdapProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + port(), "" + LDAP.get().tls.port()};
    }

    @Override
    public String[] plaintext() {
        return new String[] {"ou=greetings,dc=test", "hello by LDAP"};
    }

    @Override
    public int port() {
        return LDAP.get().plain.port();
    }

    @Override
    public void writeWithoutEnd(Sockets sockets, int port) throws NamingException {
        try (SelectedBackend selected = SelectedBackend.of(sockets)) {
            InitialLdapContext ldap = new InitialLdapContext(LdapProgram.environment(sockets, port), null);
            ldap.createSubcontext("ou=large,dc=test", new BasicAttributes("jpegPhoto", new byte[15 << 20]));
        }
    }

    @Override
    public void readWithTimeout(Sockets sockets, int port, Duration timeout) throws NamingException {
        try (SelectedBackend selected = SelectedBackend.of(sockets)) {
            Hashtable<String, String> environment = LdapProgram.environment(sockets, port);
            environment.put("com.sun.jndi.ldap.connect.timeout", "" + timeout.toMillis()); // also bounds the bind
            new InitialLdapContext(environment, null).close();
        }
    }
}
