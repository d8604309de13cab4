// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import io.netbackends.NetworkBackend;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Puts the client sockets and the TLS of the whole JVM over a backend. The JVM calls it, before the program's {@code main} or when
 * a tool attaches to it; see {@code docs/agent.md} for the options.
 *
 * <p>Whatever goes wrong is one line on the standard error stream, and the program goes on as if there were no agent. The system
 * property {@value #STATE} tells a tool that attaches how it ended.
 */
public final class NetworkAgent {
    /** {@code on: } and the spec of the backend, or {@code off: } and the reason. */
    static final String STATE = "netbackends.agent.state";

    /** Of the backend in use; null if there is none. */
    private static @Nullable String spec;

    private NetworkAgent() {}

    /**
     * Begins, before the program does.
     *
     * @param arguments {@code SPEC,option=value,…}; each part may be missing
     * @param instrumentation opens the JDK's packages that the agent needs
     */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation);
    }

    /**
     * Begins in a program that runs, for connections that it opens from now on.
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
                say("it is at work already, over " + atWork + ": a JVM has one, so this is ignored");
                return;
            }
            NetworkBackend backend = AgentOptions.parse(arguments).createBackend();
            new Installation(instrumentation).over(backend);
            spec = backend.name();
            note("on: " + spec);
            say(Announcement.of(backend.name()));
        } catch (Throwable e) { // the program must not notice: what is thrown from here ends the JVM
            String reason = e instanceof IllegalArgumentException || e instanceof IllegalStateException
                    ? String.valueOf(e.getMessage())
                    : e.toString();
            say(reason + "; the program goes on without the agent");
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
            // the program has a security manager; what was said has to do
        }
    }
}
