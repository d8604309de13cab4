// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.javanet.NetworkSocketFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.BasicAttributes;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.StartTlsRequest;
import javax.naming.ldap.StartTlsResponse;

/** JNDI's LDAP: in plaintext, over TLS, and with StartTLS. The arguments are the ports of LDAP and LDAPS. */
final class LdapProgram implements ClientProgram {
    private static final String FACTORY = "java.naming.ldap.factory.socket";

    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws NamingException, IOException {
        int plain = Integer.parseInt(arguments[0]);
        int tls = Integer.parseInt(arguments[1]);
        try (SelectedBackend selected = SelectedBackend.of(sockets)) {
            InitialLdapContext ldap = new InitialLdapContext(environment(sockets, plain), null);
            talk(ldap, out);
            ldap.close();
            ldap = new InitialLdapContext(overTls(sockets, tls), null);
            talk(ldap, out);
            ldap.close();
            startTls(sockets, plain, out);
        }
    }

    private static void startTls(Sockets sockets, int port, PrintStream out) throws NamingException, IOException {
        Hashtable<String, String> environment = environment(sockets, port);
        environment.remove(Context.SECURITY_PRINCIPAL);
        environment.put(Context.SECURITY_AUTHENTICATION, "none");
        InitialLdapContext ldap = new InitialLdapContext(environment, null);
        StartTlsResponse started = (StartTlsResponse) ldap.extendedOperation(new StartTlsRequest());
        out.println(started.negotiate(sockets.tls()).getPeerPrincipal());
        ldap.addToEnvironment(Context.SECURITY_AUTHENTICATION, "simple");
        ldap.addToEnvironment(Context.SECURITY_PRINCIPAL, LdapServer.ADMIN);
        ldap.addToEnvironment(Context.SECURITY_CREDENTIALS, LdapServer.PASSWORD);
        ldap.reconnect(null);
        talk(ldap, out);
        ldap.close();
    }

    static Hashtable<String, String> environment(Sockets sockets, int port) {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
        environment.put(Context.PROVIDER_URL, "ldap://localhost:" + port);
        environment.put(Context.SECURITY_PRINCIPAL, LdapServer.ADMIN);
        environment.put(Context.SECURITY_CREDENTIALS, LdapServer.PASSWORD);
        if (sockets.spec().isPresent()) {
            environment.put(FACTORY, NetworkSocketFactory.class.getName());
        }
        return environment;
    }

    private static Hashtable<String, String> overTls(Sockets sockets, int port) {
        Hashtable<String, String> environment = environment(sockets, port);
        environment.put(Context.PROVIDER_URL, "ldaps://localhost:" + port);
        LdapTlsFactory.use(sockets.tls());
        environment.put(FACTORY, LdapTlsFactory.class.getName());
        return environment;
    }

    /** Adds entries, searches them, and removes them. */
    private static void talk(InitialLdapContext ldap, PrintStream out) throws NamingException {
        ldap.createSubcontext(LdapServer.SUFFIX, entry("organization", "o", "dc-test"));
        String name = "ou=greetings," + LdapServer.SUFFIX;
        ldap.createSubcontext(name, entry("organizationalUnit", "description", "hello by LDAP"));
        SearchControls all = new SearchControls();
        all.setSearchScope(SearchControls.SUBTREE_SCOPE);
        NamingEnumeration<SearchResult> results = ldap.search(LdapServer.SUFFIX, "(description=hello*)", all);
        while (results.hasMore()) {
            SearchResult result = results.next();
            out.println(result.getNameInNamespace() + " "
                    + result.getAttributes().get("description").get());
        }
        results.close();
        ldap.destroySubcontext(name);
        ldap.destroySubcontext(LdapServer.SUFFIX);
    }

    private static BasicAttributes entry(String kind, String attribute, String value) {
        BasicAttributes attributes = new BasicAttributes("objectClass", kind);
        attributes.put(attribute, value);
        if (kind.equals("organization")) {
            attributes.get("objectClass").add("dcObject");
            attributes.put("dc", "test");
        }
        return attributes;
    }
}
