// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import java.nio.channels.SelectionKey;

/** What is attached to the registration of a channel. All methods are called on the loop's thread. */
interface ReadyChannel {
    /**
     * Notes what the channel is ready for, and nothing more: the selector is in the middle of a selection.
     *
     * @return false if it was noted already, and not handled yet
     */
    boolean noteReady(int ops);

    /** Does what the channel was noted to be ready for. */
    void handle();

    /** The channel has another registration. */
    void registered(SelectionKey key);
}
