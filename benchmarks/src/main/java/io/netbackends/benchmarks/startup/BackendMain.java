// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.startup;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;

/** Reads one byte through the default backend, and prints it. */
final class BackendMain {
    private BackendMain() {}

    public static void main(String... args) throws IOException {
        try (NetworkStreamInterface stream = new NetworkBackend().connect(args[0], Integer.parseInt(args[1]))) {
            System.out.println(stream.read(1)[0]);
        }
    }
}
