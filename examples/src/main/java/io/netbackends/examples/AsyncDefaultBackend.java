// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.async.AsyncNetworkBackend;

/** Shows the default asynchronous backend, and whether it uses an event loop or threads. */
public final class AsyncDefaultBackend {
    private AsyncDefaultBackend() {}

    public static void main(String[] args) {
        AsyncNetworkBackend net = new AsyncNetworkBackend();
        System.out.println(net); // <AsyncNetworkBackend [nio, event loop]>
    }
}
