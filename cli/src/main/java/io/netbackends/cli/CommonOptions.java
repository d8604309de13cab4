// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.Timeout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options shared by several commands, accepted before or after the command's name; see {@link OptionScope}. */
final class CommonOptions {
    @Option(
            names = "--backend",
            paramLabel = "SPEC",
            scope = ScopeType.INHERIT,
            description = "Use this backend, such as socket or recording:socket, not the default one.")
    @Nullable
    String backend;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            scope = ScopeType.INHERIT,
            converter = SecondsConverter.class,
            description = "Time for the whole call, from the name lookup to the last byte.")
    @Nullable
    Duration timeout;

    @Option(
            names = "--connect-timeout",
            paramLabel = "SECONDS",
            scope = ScopeType.INHERIT,
            converter = SecondsConverter.class,
            description = "Time for name lookup, connection and TLS handshake together.")
    @Nullable
    Duration connectTimeout;

    @Option(
            names = "--resolve",
            paramLabel = "HOST:PORT:ADDR",
            scope = ScopeType.INHERIT,
            converter = ResolvedHostConverter.class,
            description =
                    "Connect to this address for that host and port, without a lookup; separate several with commas. Can be "
                            + "repeated.")
    List<ResolvedHost> resolved = new ArrayList<>();

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description =
                    "Connect through this proxy, such as socks5h://user:password@host:1080 or http://host:3128, or a chain "
                            + "of them, separated by commas; env uses the environment's proxies, jdk those of the JDK's properties.")
    @Nullable
    String proxy;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Trust the certificates of this PEM file, not those of the JDK.")
    @Nullable
    Path cacert;

    @Option(
            names = "--insecure",
            scope = ScopeType.INHERIT,
            description =
                    "Trust any certificate for any name: an attacker on the path can read and change the traffic.")
    boolean insecure;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "Present the first certificate of this PEM file to servers that request one; the others are its issuers.")
    @Nullable
    Path cert;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The private key of --cert, in PEM format; by default, it is in the file of --cert.")
    @Nullable
    Path key;

    @Option(
            names = "--pass",
            paramLabel = "PHRASE",
            scope = ScopeType.INHERIT,
            description =
                    "The passphrase of the private key. Other users of this machine can see command lines: @@FILE "
                            + "takes more options from a file.")
    @Nullable
    String pass;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "Record the bytes sent and received to this file, in plaintext even over TLS. In its name, %%h is "
                            + "this host, %%p the PID, %%t the time, %%n the number of the file, and %%%% a percent sign.")
    @Nullable
    Path record;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            mapFallbackValue = "",
            description = "Set a system property before the command starts.")
    Map<String, String> properties = new LinkedHashMap<>();

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    boolean debug;

    /** Returns the name of an option that was given and concerns TLS; null if there is none. */
    @Nullable
    String tlsOption() {
        return cacert != null
                ? "--cacert"
                : insecure
                        ? "--insecure"
                        : cert != null ? "--cert" : key != null ? "--key" : pass != null ? "--pass" : null;
    }

    void setProperties() {
        properties.forEach(System::setProperty);
    }

    /** Starts the timeout of the whole call; null if there is none. */
    @Nullable
    Timeout startTimeout() {
        return timeout == null ? null : Timeout.after(timeout);
    }

    /** Starts the timeout for connecting; null if there is none. */
    @Nullable
    Timeout startConnectTimeout() {
        return connectTimeout == null ? null : Timeout.after(connectTimeout);
    }
}
