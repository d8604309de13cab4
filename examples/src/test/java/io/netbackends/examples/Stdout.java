// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** The output of examples. */
final class Stdout {
    private Stdout() {}

    /** An example, or the part of a test around it. */
    @FunctionalInterface
    interface Part {
        void run() throws Exception;
    }

    /** Runs the part and returns the output of all threads in the meantime. */
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
