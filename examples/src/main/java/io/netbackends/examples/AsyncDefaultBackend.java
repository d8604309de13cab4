// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.async.AsyncNetworkBackend;

/** Shows which backend is the default one for callers that do not wait, and what its calls run on. */
public final class AsyncDefaultBackend {
    private AsyncDefaultBackend() {}

    public static void main(String[] args) {
        AsyncNetworkBackend net = new AsyncNetworkBackend();
        System.out.println(net); // <AsyncNetworkBackend [nio, event loop]>
    }
}
