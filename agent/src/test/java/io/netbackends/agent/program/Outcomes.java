// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent.program;

import java.util.concurrent.Callable;

/** Prints the outcome of each part of a program, without details that differ between runs. */
final class Outcomes {
    private Outcomes() {}

    static void show(String name, Callable<?> part) {
        String outcome;
        try {
            outcome = String.valueOf(part.call());
        } catch (Throwable e) {
            outcome = described(e);
        }
        System.out.println(name + ": " + outcome.replaceAll("\\b(localport=|port=|:)?\\d{4,5}\\b", "<port>"));
    }

    /** Includes the causes of JSSE's failures, since clients inspect them. */
    private static String described(Throwable failure) {
        String own = failure.getClass().getName() + ": " + failure.getMessage();
        Throwable cause = failure.getCause();
        return cause == null || !failure.getClass().getName().startsWith("javax.net.ssl")
                ? own
                : own + " <- " + described(cause);
    }
}
