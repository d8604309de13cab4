// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Runs client programs with the sockets of the JVM, one for each line of standard input: the name of the class and its
 * arguments, separated by spaces.
 */
final class ProgramRunner {
    static final String END = "== end of ";

    private ProgramRunner() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            try {
                program(words[0]).run(JvmSockets.ofTheJvm(), System.out, Arrays.copyOfRange(words, 1, words.length));
            } catch (Exception | LinkageError e) {
                e.printStackTrace(System.out);
            }
            System.out.println(END + words[0]);
        }
    }

    private static ClientProgram program(String name) throws ReflectiveOperationException {
        return Class.forName(name)
                .asSubclass(ClientProgram.class)
                .getDeclaredConstructor()
                .newInstance();
    }
}
