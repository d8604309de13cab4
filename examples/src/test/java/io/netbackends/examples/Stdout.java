// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** What examples print. */
final class Stdout {
    private Stdout() {}

    /** An example, or a test's part around it. */
    @FunctionalInterface
    interface Part {
        void run() throws Exception;
    }

    /** Runs the part and returns what was printed meanwhile, by whichever thread. */
    static String during(Part part) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            part.run();
        } finally {
            System.setOut(before);
        }
        return printed.toString(UTF_8);
    }
}
