// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.time.Duration;

/** Lets the peer send data while the case itself is blocked. */
final class DelayedSend {
    private DelayedSend() {}

    /** Sends in the background, the given time after the calling thread has blocked. */
    static void send(CaseContext kit, ScriptedPeer peer, String ascii, Duration pause) {
        Thread reader = Thread.currentThread();
        kit.script(() -> {
            Threads.awaitBlocked(reader);
            ScriptedPeer.pause(pause);
            peer.send(ascii);
        });
    }
}
