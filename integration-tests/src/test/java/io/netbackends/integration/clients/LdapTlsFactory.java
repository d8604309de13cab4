// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.util.Comparator;
import javax.net.SocketFactory;

/**
 * A factory with a specific SSLContext for JNDI, which accepts only the name of a class, and calls its {@code getDefault}.
 * To pool connections, JNDI requires the class to be a {@link Comparator}.
 */
public final class LdapTlsFactory implements Comparator<Object> {
    private static volatile SocketFactory factory = SocketFactory.getDefault();

    private LdapTlsFactory() {}

    static void use(SocketFactory factory) {
        LdapTlsFactory.factory = factory;
    }

    /** Called by JNDI. */
    public static SocketFactory getDefault() {
        return factory;
    }

    @Override
    public int compare(Object one, Object other) {
        return String.valueOf(one).compareTo(String.valueOf(other));
    }
}
