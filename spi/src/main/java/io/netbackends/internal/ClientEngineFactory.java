// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Makes TLS engines for clients, which verify the name of the server. */
public final class ClientEngineFactory {
    private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    private ClientEngineFactory() {}

    /**
     * Returns an engine in client mode that sends and verifies {@code hostname}. Host and port also are the key under which
     * the JDK looks for a session to resume.
     *
     * @param context says which certificates to trust, and which to show
     * @param hostname the name or IP address that the certificate must be for
     * @param port for the session's key; -1 if it is not known
     * @return not used yet
     * @throws IllegalArgumentException if {@code hostname} is no host name
     */
    public static SSLEngine verifying(SSLContext context, String hostname, int port) {
        String name = withoutBracketsAndDot(hostname);
        // A verifying engine without a name to verify would fail late, with a riddle.
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new IllegalArgumentException("hostname (" + hostname.replaceAll("[\\x00-\\x1f\\x7f]", "?")
                    + ") must be a host name or an IP address");
        }
        SSLEngine engine = context.createSSLEngine(name, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!isAddress(name)) {
            // The JDK by itself sends no name without a dot, such as localhost. RFC 6066 section 3: no addresses, no
            // final dot.
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static boolean isAddress(String name) {
        return name.indexOf(':') >= 0 || IPV4.matcher(name).matches();
    }

    private static String withoutBracketsAndDot(String hostname) {
        if (hostname.startsWith("[") && hostname.endsWith("]")) {
            return hostname.substring(1, hostname.length() - 1);
        }
        return hostname.endsWith(".") ? hostname.substring(0, hostname.length() - 1) : hostname;
    }
}
