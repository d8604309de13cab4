// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.time.Duration;

/** Lets the peer send something while the case itself is blocked. */
final class DelayedSend {
    private DelayedSend() {}

    /** Sends from the background, when the calling thread has come to wait and the time given has passed since. */
    static void send(CaseContext kit, ScriptedPeer peer, String ascii, Duration pause) {
        Thread reader = Thread.currentThread();
        kit.script(() -> {
            Threads.awaitBlocked(reader);
            ScriptedPeer.pause(pause);
            peer.send(ascii);
        });
    }
}
