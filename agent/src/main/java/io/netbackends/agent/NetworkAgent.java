// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import io.netbackends.NetworkBackend;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Makes the client sockets and the TLS of the whole JVM use a backend. The JVM calls it, before the program's {@code main}
 * or when a tool attaches to it; see {@code docs/agent.md} for the options.
 *
 * <p>If the agent cannot start, it prints one line on standard error, and the program continues without it. The system
 * property {@value #STATE} reports the outcome to a tool that attaches.
 */
public final class NetworkAgent {
    /** {@code on: } and the spec of the backend, or {@code off: } and the reason. */
    static final String STATE = "netbackends.agent.state";

    /** The state of the backend in use; null if there is none. */
    private static @Nullable String spec;

    private NetworkAgent() {}

    /**
     * Starts the agent before the program.
     *
     * @param arguments {@code SPEC,option=value,…}; each part may be missing
     * @param instrumentation opens the JDK's packages that the agent needs
     */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation);
    }

    /**
     * Starts the agent in a running program, for connections opened from now on.
     *
     * @param arguments as for {@link #premain}
     * @param instrumentation as for {@link #premain}
     */
    public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation);
    }

    private static synchronized void start(@Nullable String arguments, Instrumentation instrumentation) {
        try {
            String atWork = spec;
            if (atWork != null) {
                say("it is already in use, over " + atWork + ": a JVM has one, so this is ignored");
                return;
            }
            NetworkBackend backend = AgentOptions.parse(arguments).createBackend();
            new Installation(instrumentation).over(backend);
            spec = backend.name();
            note("on: " + spec);
            say(Announcement.of(backend.name()));
        } catch (Throwable e) { // must not affect the program: an exception thrown from here would end the JVM
            String reason = e instanceof IllegalArgumentException || e instanceof IllegalStateException
                    ? String.valueOf(e.getMessage())
                    : e.toString();
            say(reason + "; the program continues without the agent");
            note("off: " + reason);
        }
    }

    private static void say(String message) {
        System.err.println("netbackends agent: " + message);
    }

    private static void note(String state) {
        try {
            System.setProperty(STATE, state);
        } catch (SecurityException e) {
            // the program has a security manager; the line printed before must suffice
        }
    }
}
