// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.NetworkBackend;

/** Shows the default backend; {@code -Dnetbackends.backend=...} selects another. */
public final class DefaultBackend {
    private DefaultBackend() {}

    public static void main(String[] args) {
        NetworkBackend net = new NetworkBackend();
        System.out.println(net); // <NetworkBackend [socket]>
    }
}
