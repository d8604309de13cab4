// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/** Makes TLS engines for clients. */
public final class ClientEngineFactory {
    private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    /**
     * Allowed by DNS and certificates, although the host names of RFC 1123 have no underscores, and no hyphens at the edge
     * of a label.
     */
    private static final Pattern DNS_NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*");

    private ClientEngineFactory() {}

    /**
     * Returns an engine in client mode that sends and verifies {@code hostname}. Host and port are also the key of the JDK's
     * sessions to resume.
     *
     * <p>The JDK verifies no name with an underscore, or with a hyphen at the edge of a label. The returned engine then
     * verifies the name itself, by the rules of RFC 9525, even if the trust managers of the context accept every
     * certificate.
     *
     * @param context provides the trusted certificates, and the one to present
     * @param hostname the name or IP address that the certificate must be for
     * @param port for the session's key; -1 if it is not known
     * @return not used yet
     * @throws IllegalArgumentException if {@code hostname} is no host name
     */
    public static SSLEngine verifying(SSLContext context, String hostname, int port) {
        String name = checked(hostname);
        SSLEngine engine = client(context, name, port);
        SNIServerName sni = isAddress(name) ? null : serverName(name);
        if (sni instanceof UnusualHostName unusual) {
            configure(engine, sni, null);
            return new NameVerifyingEngine(engine, unusual.ascii());
        }
        configure(engine, sni, "HTTPS");
        return engine;
    }

    /**
     * Returns an engine in client mode that sends {@code hostname} and does not verify it.
     *
     * @param context provides the trusted certificates, and the one to present
     * @param hostname a name or IP address
     * @param port for the session's key; -1 if it is not known
     * @return not used yet
     * @throws IllegalArgumentException if {@code hostname} is no host name
     */
    public static SSLEngine unverified(SSLContext context, String hostname, int port) {
        String name = checked(hostname);
        SSLEngine engine = client(context, name, port);
        configure(engine, isAddress(name) ? null : serverName(name), null);
        return engine;
    }

    private static SSLEngine client(SSLContext context, String name, int port) {
        SSLEngine engine = context.createSSLEngine(name, port);
        engine.setUseClientMode(true);
        return engine;
    }

    private static void configure(SSLEngine engine, @Nullable SNIServerName name, @Nullable String identification) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(identification);
        if (name != null) {
            // Without this, the JDK does not send a name without a dot, such as localhost. RFC 6066 section 3: no
            // addresses, no final dot.
            parameters.setServerNames(List.of(name));
        }
        engine.setSSLParameters(parameters);
    }

    /** Returns the name without brackets and final dot; a verifying engine without a name would fail late and unclearly. */
    private static String checked(String hostname) {
        String name = withoutBracketsAndDot(hostname);
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new IllegalArgumentException("hostname (" + hostname.replaceAll("[\\x00-\\x1f\\x7f]", "?")
                    + ") must be a host name or an IP address");
        }
        return name;
    }

    /** A host name that {@link SNIHostName} refuses; JDK servers do as well. */
    private static final class UnusualHostName extends SNIServerName {
        private final String ascii;

        UnusualHostName(String ascii) {
            super(StandardConstants.SNI_HOST_NAME, ascii.getBytes(StandardCharsets.US_ASCII));
            this.ascii = ascii;
        }

        String ascii() {
            return ascii;
        }
    }

    /** The JDK's endpoint identification makes the same check as {@link SNIHostName}. */
    private static SNIServerName serverName(String name) {
        try {
            return new SNIHostName(name);
        } catch (IllegalArgumentException e) {
            String ascii = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
            if (!DNS_NAME.matcher(ascii).matches()) {
                throw e;
            }
            return new UnusualHostName(ascii);
        }
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
